import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pauseMs } from './pause.ts'

test('a step comes when it was recorded, stretched, but neither unseen nor never', () => {
  assert.equal(pauseMs(12, 100), 1200)
  assert.equal(pauseMs(300, 1), 300)
  assert.equal(pauseMs(0, 100), 40)
  assert.equal(pauseMs(60_000, 10), 4000)
  assert.equal(pauseMs(60_000, 0), 1000)
})
