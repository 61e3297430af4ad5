import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesText, changeText, durationText, limitText } from './amounts.ts'

test('bytes are said in the unit that fits', () => {
  assert.deepEqual([0, 1, 999, 1000, 9_940, 812_300, 999_499, 999_500, 1_440_000, 20_971_520].map(bytesText), [
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1 kB',
    '9.9 kB',
    '812 kB',
    '999 kB',
    '1 MB',
    '1.4 MB',
    '21 MB',
  ])
})

test('a limit is never said to be more than it is', () => {
  assert.deepEqual([20_971_520, 1_999_999, 999_000, 500].map(limitText), ['20 MB', '1 MB', '999 kB', '500 bytes'])
})

test('durations are said in the unit that fits', () => {
  const said = [0, 8.44, 92.4, 999.4, 999.6, 1240, 59_940, 59_960, 200_000].map(durationText)
  assert.deepEqual(said, ['0 ms', '8.4 ms', '92 ms', '999 ms', '1.0 s', '1.2 s', '59.9 s', '1 min 0 s', '3 min 20 s'])
})

test('a change is said as a share of what was before', () => {
  assert.equal(changeText(1000, 250), '75 % less')
  assert.equal(changeText(1000, 1200), '20 % more')
  assert.equal(changeText(1000, 1001), 'about the same')
  assert.equal(changeText(1000, 12_500), '12.5 times as much')
})
