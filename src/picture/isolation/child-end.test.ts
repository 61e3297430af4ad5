import assert from 'node:assert/strict'
import { test } from 'node:test'
import { causeOfEnd, describeEnd } from './child-end.ts'

const killed = { code: null, signal: 'SIGKILL', verdict: '', stderr: '' } as const

test("the watchdog's word decides, then V8's last words, else it crashed", () => {
  assert.equal(causeOfEnd({ ...killed, verdict: 'out-of-memory' }), 'out-of-memory')
  assert.equal(causeOfEnd({ ...killed, verdict: 'timed-out' }), 'timed-out')
  const heap = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'
  assert.equal(causeOfEnd({ ...killed, signal: 'SIGABRT', stderr: heap }), 'out-of-memory')
  assert.equal(causeOfEnd({ ...killed, verdict: 'nonsense' }), 'crashed')
})

test('the log hears how it ended', () => {
  assert.equal(describeEnd(killed), 'The child process ended by SIGKILL.')
  assert.match(describeEnd({ ...killed, code: 1, signal: null, stderr: 'boom\n' }), /exit code 1: boom$/)
})
