import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, isBusy, isUnavailable } from './answer.ts'
import { createSlots } from './slots.ts'

const firstLimit = 4
const firstHoldMs = 50
const longestHoldMs = 10_000
/** How many full rounds of accepted invocations earn one more place once the function has refused one. */
const roundsToGrow = 8

/** How many invocations of one function are in flight: as many as it takes. */
export interface Pace {
  readonly limit: number
  /** Runs an invocation when the pace allows. @throws the signal's reason when it aborts before */
  run(invoke: () => Promise<Answer>, signal: AbortSignal): Promise<Answer>
}

/**
 * Finds out how much a function takes, from its 429s: it starts low and grows with every answer until the first refusal;
 * a refusal brings the limit down to what is still in flight, which is what the function has just shown to take; from
 * then on the limit grows slowly. A function that refuses although nothing of ours is in flight is left alone for as long
 * as its Retry-After asks, else for a growing time.
 */
export function createPace(clock: () => number): Pace {
  const slots = createSlots(firstLimit)
  let refused = false
  let accepted = 0
  let holdMs = firstHoldMs
  let heldUntil = 0

  const learn = (answer: Answer, othersInFlight: number): void => {
    if (isUnavailable(answer)) return
    if (!isBusy(answer)) {
      accepted++
      holdMs = firstHoldMs
      const isFull = othersInFlight + 1 >= slots.limit
      if (isFull && (!refused || accepted >= slots.limit * roundsToGrow)) {
        accepted = 0
        slots.resize(slots.limit + 1)
      }
      return
    }
    refused = true
    accepted = 0
    slots.resize(Math.max(1, Math.min(slots.limit, othersInFlight)))
    if (othersInFlight > 0) return
    const askedMs = answer.kind === 'answered' ? answer.retryAfterMs : undefined
    heldUntil = clock() + Math.min(askedMs ?? holdMs, longestHoldMs)
    holdMs = Math.min(holdMs * 2, longestHoldMs)
  }

  return {
    get limit() {
      return slots.limit
    },
    async run(invoke, signal) {
      await slots.take(signal)
      try {
        for (let left = heldUntil - clock(); left > 0; left = heldUntil - clock()) {
          await sleep(Math.min(left, longestHoldMs), undefined, { signal })
        }
        const answer = await invoke()
        learn(answer, slots.taken - 1)
        return answer
      } finally {
        slots.giveBack()
      }
    },
  }
}
