import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { durationListPattern, durationPattern, parseDuration, parseDurationList } from './duration.ts'

describe('parseDuration', () => {
  it('reads what Go reads', () => {
    const table: readonly (readonly [string, number])[] = [
      ['0', 0],
      ['0s', 0],
      ['5s', 5000],
      ['30s', 30_000],
      ['2m', 120_000],
      ['1h30m', 5_400_000],
      ['1478s', 1_478_000],
      ['5.s', 5000],
      ['.5s', 500],
      ['1.5h', 5_400_000],
      ['10ms', 10],
      ['1500us', 1.5],
      ['12µs', 0.012],
      ['12μs', 0.012],
      ['1m1s1ms', 61_001],
    ]
    for (const [text, expected] of table) assert.ok(Math.abs(parseDuration(text) - expected) < 1e-9, text)
  })

  it('refuses everything else', () => {
    for (const text of ['', '3', '-5s', '+5s', 's', '.s', '5 s', '1d', '5S', '1.2.3s', '1s,2s', 'Infinity', '1s ']) {
      assert.throws(() => parseDuration(text), RangeError, text)
    }
  })

  it('adds the parts up', () => {
    const amount = fc.nat({ max: 10_000 })
    fc.assert(
      fc.property(amount, amount, amount, (hours, minutes, milliseconds) => {
        const total = hours * 3_600_000 + minutes * 60_000 + milliseconds
        assert.equal(parseDuration(`${hours}h${minutes}m${milliseconds}ms`), total)
      }),
    )
  })

  it('accepts exactly what its pattern accepts', () => {
    const likely = fc.string({ unit: fc.constantFrom(...'0123456789.msuhn -,') })
    fc.assert(
      fc.property(fc.oneof(likely, fc.string()), (text) => {
        if (new RegExp(durationPattern, 'u').test(text)) assert.ok(parseDuration(text) >= 0)
        else assert.throws(() => parseDuration(text), RangeError)
      }),
    )
  })
})

describe('parseDurationList', () => {
  it('reads a comma list, with or without spaces', () => {
    assert.deepEqual(parseDurationList('1s,5s, 30s ,2m'), [1000, 5000, 30_000, 120_000])
    assert.deepEqual(parseDurationList('1s'), [1000])
  })

  it('refuses an empty list and empty parts, as its pattern does', () => {
    for (const text of ['', ',', '1s,', ',1s', '1s,,2s', '1s 2s']) {
      assert.throws(() => parseDurationList(text), RangeError, text)
      assert.doesNotMatch(text, new RegExp(durationListPattern, 'u'))
    }
  })
})
