import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { lanczosTaps, WEIGHT_SUM } from './taps.ts'

describe('lanczosTaps', () => {
  it('keeps every window within the source, in ascending order, its weights summed up to one', () => {
    const side = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3000 }))
    fc.assert(
      fc.property(side, side, (source, target) => {
        const { pairs, starts, weights } = lanczosTaps(source, target)
        let before = 0
        starts.forEach((start, at) => {
          assert.ok(start >= before && start + pairs <= Math.ceil(source / 2))
          before = start
          const window = weights.subarray(at * pairs * 2, (at + 1) * pairs * 2)
          assert.equal(
            window.reduce((sum, weight) => sum + weight, 0),
            WEIGHT_SUM,
          )
          // The last pair of an odd number of samples has one that does not exist.
          for (const [sample, weight] of window.entries()) assert.ok(weight === 0 || start * 2 + sample < source)
        })
      }),
    )
  })

  it('takes samples over as they are where a side stays', () => {
    assert.deepEqual(lanczosTaps(3, 3), {
      pairs: 1,
      starts: Uint32Array.of(0, 0, 1),
      weights: Int16Array.of(WEIGHT_SUM, 0, 0, WEIGHT_SUM, WEIGHT_SUM, 0),
    })
  })

  it('takes the average in the middle of two, when one of four remains', () => {
    const { weights } = lanczosTaps(4, 1)
    assert.ok(Math.abs((weights[1] ?? 0) - (weights[2] ?? 0)) <= 1)
  })
})
