import { Failure } from '../errors/failure.ts'
import type { Command, Refusal } from './command.ts'
import { type OperationEvent, toEvents } from './event.ts'
import { OPERATION_ID, type Operation } from './operation.ts'
import type { Found, OperationStore } from './ports.ts'
import { decide, evolve } from './state-machine.ts'
import { goOn } from './store-clock.ts'

/**
 * A command carried out, or the reason why nothing happened. `operation` is its state afterwards, `happened` the event that
 * is the command's own.
 */
export type Transition =
  | { readonly happened: OperationEvent; readonly operation: Operation }
  | { readonly refused: Refusal; readonly operation: Operation }

/**
 * Carries out one command: reads the operation, decides, writes. When somebody else changed it meanwhile, again: the
 * decision is always about the state that it is written upon.
 * @param result the picture that a `complete` brings
 * @param known the operation as the caller knows it, so that it need not be read; what it knows may be out of date
 * @throws Failure `operation-not-found`, `store-unavailable`
 */
export async function transition(
  store: OperationStore,
  id: string,
  command: Command,
  result?: Uint8Array,
  known?: Found,
): Promise<Transition> {
  for (let expected = known; ; expected = undefined) {
    const done = await carryOut(store, expected ?? (await findOperation(store, id)), command, result)
    // Who is refused by what it knew may be so because that is out of date.
    if (done && !(expected && 'refused' in done)) return done
  }
}

/**
 * One try to carry out a command: undefined, nothing written, when somebody else has changed the operation since it was found.
 * @throws Failure `store-unavailable`
 */
export async function carryOut(
  store: OperationStore,
  { operation, now }: Found,
  command: Command,
  result?: Uint8Array,
): Promise<Transition | undefined> {
  const decision = decide(operation, command, now)
  if ('refused' in decision) return { refused: decision.refused, operation }
  const events = toEvents(operation, decision.happens, now)
  const after = events.reduce(evolve, operation)
  const happened = events.at(-1)
  return happened && (await store.append(events, after, result)) ? { happened, operation: after } : undefined
}

/**
 * Keeps what was found, for a command that follows in this process: the store's clock goes on with this process's own
 * meanwhile. It dates events; a lease that has run out by it has run out by the store's, which is not behind it.
 */
export function remember({ operation, now }: Found): () => Found {
  const clock = goOn(now)
  return () => ({ operation, now: clock() })
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
