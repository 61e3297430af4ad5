import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type InTurn, nextInTurn, PATIENCE, type Place, SMALL_MS } from './next-in-turn.ts'

const costs = fc.oneof(fc.integer({ min: 0, max: SMALL_MS }), fc.integer({ min: SMALL_MS + 1, max: 2000 }))
const pictures = fc.array(fc.record({ since: fc.nat(10_000), costMs: costs }), { maxLength: 30 })
const places = fc.constantFrom<Place>('ordinary', 'express')

describe('whose turn it is', () => {
  it('is that of the first, among those that cost the same', () => {
    const waiting = [2, 1, 3].map((since) => ({ since, costMs: 10 }))
    assert.equal(nextInTurn(waiting, 'ordinary')?.since, 1)
  })

  it('is that of a small one before that of a large one that came shortly before, not of one that waits for long', () => {
    const large = { since: 0, costMs: 100 }
    const small = (since: number) => ({ since, costMs: 1 })
    assert.equal(nextInTurn([large, small(100)], 'ordinary')?.since, 100)
    assert.equal(nextInTurn([large, small(1000)], 'ordinary'), large)
  })

  it('is never that of a large one in the express place, and of nobody while there are only large ones', () => {
    fc.assert(
      fc.property(pictures, (waiting) => {
        const next = nextInTurn(waiting, 'express')
        const small = waiting.filter(({ costMs }) => costMs <= SMALL_MS)
        assert.equal(next !== undefined, small.length > 0)
        assert.ok(!next || small.includes(next))
      }),
    )
  })

  it('is somebody’s in an ordinary place as long as anybody waits', () => {
    fc.assert(fc.property(pictures, (waiting) => !!nextInTurn(waiting, 'ordinary') === waiting.length > 0))
  })

  it('comes for everybody: nobody overtakes who comes later than PATIENCE times the cost of who waits', () => {
    fc.assert(
      fc.property(pictures, fc.array(places), fc.integer({ min: 1, max: 500 }), (arriving, freed, everyMs) => {
        for (const { taken, waiting } of run(arriving, freed, everyMs)) {
          // The express place is none that a large one waits for.
          const passed = waiting.filter(({ costMs }) => taken.place === 'ordinary' || costMs <= SMALL_MS)
          for (const { since, costMs } of passed) assert.ok(taken.picture.since <= since + PATIENCE * costMs)
        }
      }),
    )
  })
})

/** Places get free one after the other, ordinary ones until nobody waits: who took them, and who waited then. */
function* run(arriving: readonly InTurn[], freed: readonly Place[], everyMs: number) {
  const coming = new Set(arriving)
  const turns = freed.values()
  for (let now = 0; coming.size > 0; now += everyMs) {
    const place = turns.next().value ?? 'ordinary'
    const waiting = [...coming].filter(({ since }) => since <= now)
    const picture = nextInTurn(waiting, place)
    if (!picture) continue
    coming.delete(picture)
    yield { taken: { picture, place }, waiting: waiting.filter((one) => one !== picture) }
  }
}
