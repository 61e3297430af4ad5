import type { Operation } from '../../src/operation/operation.ts'
import { toOperationBody } from '../operation-body.ts'

/** What a callback says: how the operation ended, as its status says it, without the picture. The same at every try. */
export function toCallbackBody(operation: Operation): string {
  const { status, ...done } = toOperationBody(operation)
  return JSON.stringify({
    type: `picture-resize.operation.${status}`,
    timestamp: done.endedAt,
    data: { identifier: operation.id, status, ...done },
  })
}
