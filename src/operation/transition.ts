import { Failure } from '../errors/failure.ts'
import type { Command, Refusal } from './command.ts'
import type { OperationEvent } from './event.ts'
import { OPERATION_ID, type Operation } from './operation.ts'
import type { Found, OperationStore } from './ports.ts'
import { decide, evolve } from './state-machine.ts'

/** A command carried out, or the reason why nothing happened. `operation` is its state afterwards. */
export type Transition =
  | { readonly happened: OperationEvent; readonly operation: Operation }
  | { readonly refused: Refusal; readonly operation: Operation }

/**
 * Carries out one command: reads the operation, decides, writes. When somebody else changed it meanwhile, again: the
 * decision is always about the state that it is written upon.
 * @param result the picture that a `complete` brings
 * @throws Failure `operation-not-found`, `store-unavailable`
 */
export async function transition(
  store: OperationStore,
  id: string,
  command: Command,
  result?: Uint8Array,
): Promise<Transition> {
  for (;;) {
    const { operation, now } = await findOperation(store, id)
    const decision = decide(operation, command, now)
    if ('refused' in decision) return { refused: decision.refused, operation }
    const event = { ...decision.happens, operation: id, sequence: operation.revision + 1, at: now } as OperationEvent
    const after = evolve(operation, event)
    if (await store.append(event, after, result)) return { happened: event, operation: after }
  }
}

/**
 * The operation with this ID. A text that cannot be an ID never reaches the store.
 * @throws Failure `operation-not-found`, `store-unavailable`
 */
export async function findOperation(store: OperationStore, id: string): Promise<Found> {
  const found = OPERATION_ID.test(id) ? await store.find(id) : undefined
  if (!found) throw new Failure('operation-not-found')
  return found
}
