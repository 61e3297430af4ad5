import { type InTurn, nextInTurn, type Place } from '../../src/picture/next-in-turn.ts'

/** Work that waits for a place. */
interface Waiting extends InTurn {
  readonly begin: (place: Place) => void
}

/** Places for work. Who waits takes them as `nextInTurn` says. */
export interface Turns {
  /**
   * Runs work as soon as it is its turn.
   * @param costOf tells what it will cost, in milliseconds; asked only when it has to wait. What it throws, this throws
   */
  inTurn<T>(work: () => Promise<T>, costOf: () => Promise<number>): Promise<T>
  /** Changes the number of ordinary places. What runs goes on. */
  resize(ordinary: number): void
}

export function createTurns(places: Record<Place, number>): Turns {
  const limits = { ...places }
  const running = { ordinary: 0, express: 0 }
  const waiting = new Set<Waiting>()

  function letIn(): void {
    for (const place of ['ordinary', 'express'] as const) {
      while (running[place] < limits[place]) {
        const next = nextInTurn(waiting, place)
        if (!next) break
        waiting.delete(next)
        running[place]++
        next.begin(place)
      }
    }
  }

  async function placeFor(costOf: () => Promise<number>): Promise<Place> {
    if (waiting.size === 0 && running.ordinary < limits.ordinary) {
      running.ordinary++
      return 'ordinary'
    }
    const since = performance.now()
    const costMs = await costOf()
    return await new Promise((begin) => {
      waiting.add({ since, costMs, begin })
      letIn()
    })
  }

  return {
    async inTurn(work, costOf) {
      const place = await placeFor(costOf)
      try {
        return await work()
      } finally {
        running[place]--
        letIn()
      }
    },
    resize(ordinary) {
      limits.ordinary = ordinary
      letIn()
    },
  }
}
