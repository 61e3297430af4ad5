import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createCommitWindow } from './commit-window.ts'

describe('the commit window', () => {
  it('commits only behind every settled message', () => {
    const window = createCommitWindow()
    for (const offset of [5, 6, 9]) window.begin(offset)
    assert.equal(window.settle(6), undefined)
    assert.equal(window.settle(9), undefined)
    assert.equal(window.size, 3)
    assert.equal(window.settle(5), 9)
    assert.equal(window.size, 0)
  })

  it('refuses offsets that do not rise', () => {
    const window = createCommitWindow()
    window.begin(5)
    assert.throws(() => window.begin(5), RangeError)
    assert.throws(() => window.begin(4), RangeError)
  })

  it('never passes an unsettled message and ends at the last, in whatever order they begin and settle', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(gaps, fc.infiniteStream(fc.nat()), (steps, choices) => {
        const choose = (count: number): number => Number(choices.next().value) % count
        const window = createCommitWindow()
        const offsets = steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, step) => sum + step, -1))
        const unsettled = new Set<number>()
        let begun = 0
        let committed = -1
        while (begun < offsets.length || unsettled.size > 0) {
          const next = offsets[begun]
          if (next !== undefined && (unsettled.size === 0 || choose(2) === 0)) {
            window.begin(next)
            unsettled.add(next)
            begun++
            continue
          }
          const offset = [...unsettled][choose(unsettled.size)] ?? -1
          unsettled.delete(offset)
          const committable = window.settle(offset)
          if (committable !== undefined) {
            assert.ok(committable > committed, 'a commit only moves forward')
            committed = committable
          }
          assert.ok(
            [...unsettled].every((open) => open > committed),
            'nothing unsettled is behind the commit',
          )
        }
        assert.equal(committed, offsets.at(-1))
        assert.equal(window.size, 0)
      }),
      { numRuns: 1000 },
    )
  })
})
