import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Failure } from '../errors/failure.ts'
import { byteRangeOf } from './byte-range.ts'

describe('a range of bytes', () => {
  it('is a first and a last byte, from one on, or that many at the end', () => {
    assert.deepEqual(byteRangeOf('bytes=0-0', 10), { start: 0, end: 1 })
    assert.deepEqual(byteRangeOf('bytes=3-', 10), { start: 3, end: 10 })
    assert.deepEqual(byteRangeOf('bytes=-4', 10), { start: 6, end: 10 })
    assert.deepEqual(byteRangeOf('bytes=-40', 10), { start: 0, end: 10 })
    assert.deepEqual(byteRangeOf('Bytes = 2 - 400', 10), { start: 2, end: 10 })
  })

  it('is none for what is not one range', () => {
    for (const range of [undefined, '', 'bytes=', 'bytes=-', 'bytes=1-0', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=x-2']) {
      assert.equal(byteRangeOf(range, 10), undefined, range)
    }
  })

  it('that has no byte of the body is refused, with the length', () => {
    for (const range of ['bytes=10-', 'bytes=10-12', 'bytes=-0']) {
      assert.throws(
        () => byteRangeOf(range, 10),
        (error) =>
          error instanceof Failure &&
          error.code === 'range-not-satisfiable' &&
          error.headers?.['content-range'] === 'bytes */10',
      )
    }
  })

  it('always lies within the body', () => {
    const property = fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(), (text, first, last, length) => {
      for (const range of [text, `bytes=${first}-${last}`, `bytes=-${last}`, `bytes=${first}-`]) {
        try {
          const part = byteRangeOf(range, length)
          if (part) assert.ok(0 <= part.start && part.start < part.end && part.end <= length)
        } catch (error) {
          assert.ok(error instanceof Failure)
        }
      }
    })
    fc.assert(property)
  })
})
