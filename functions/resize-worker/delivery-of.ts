import type { FunctionEvent } from '../../src/faas/handler.ts'
import type { Delivery, Dispatch } from '../../src/operation/event.ts'
import { createConnectorHeaders, WRITTEN_AT } from '../connector-headers.ts'

/**
 * Where a message came from, and what the connector told of bringing it, as its headers say. Undefined when it came by hand;
 * a connector that tells nothing more, or nothing that makes sense, is known by where the message stands alone.
 */
export function deliveryOf(event: Pick<FunctionEvent, 'headers'>): Delivery | undefined {
  const headers = createConnectorHeaders(event)
  const position = headers.position('x-topic', 'x-kafka-partition', 'x-kafka-offset')
  if (!position) return undefined
  const writtenAt = headers.time(WRITTEN_AT)
  const dispatch = dispatchOf(headers)
  return { ...position, ...(writtenAt !== undefined && { writtenAt }), ...(dispatch && { dispatch }) }
}

function dispatchOf(headers: ReturnType<typeof createConnectorHeaders>): Dispatch | undefined {
  const connector = headers.name('x-connector-instance')
  const invocation = headers.count('x-connector-invocation')
  const toldAt = headers.time('x-connector-dispatched-at')
  return connector === undefined || invocation === undefined || toldAt === undefined
    ? undefined
    : { connector, invocation, toldAt }
}
