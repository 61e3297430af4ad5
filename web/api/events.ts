import type { OperationEvent } from '../../src/operation/event.ts'
import type { Operation } from '../../src/operation/operation.ts'
import { evolve } from '../../src/operation/state-machine.ts'

/** The operation behind its events; undefined while there is none. */
export function operationOf(events: readonly OperationEvent[]): Operation | undefined {
  return events.reduce<Operation | undefined>(evolve, undefined)
}
