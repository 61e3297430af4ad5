import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseRetryAfter } from './retry-after.ts'

describe('parseRetryAfter', () => {
  const now = Date.parse('Sun, 06 Nov 1994 08:49:37 GMT')

  it('reads seconds and dates', () => {
    assert.equal(parseRetryAfter('0', now), 0)
    assert.equal(parseRetryAfter(' 120 ', now), 120_000)
    assert.equal(parseRetryAfter('Sun, 06 Nov 1994 08:50:37 GMT', now), 60_000)
    assert.equal(parseRetryAfter('Sun, 06 Nov 1994 08:00:00 GMT', now), 0)
  })

  it('waits an hour at most', () => {
    assert.equal(parseRetryAfter('99999999999999999999', now), 3_600_000)
    assert.equal(parseRetryAfter('Sun, 06 Nov 2094 08:50:37 GMT', now), 3_600_000)
  })

  it('takes everything else for none', () => {
    for (const value of [undefined, '', '-1', '1.5', 'soon', '1994-11-06', 'Sun, 99 Nov 1994 99:99:99 GMT']) {
      assert.equal(parseRetryAfter(value, now), undefined)
    }
  })
})
