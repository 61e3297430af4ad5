import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitSettings } from './limits.ts'

test('the documented defaults', () => {
  assert.deepEqual(limitSettings.read({}), {
    maxSourceBytes: 20971520,
    maxSide: 1999,
    maxSourceSide: 16384,
    maxSourcePixels: 50000000,
    maxFrames: 200,
    maxProgressivePixels: 25000000,
    maxScans: 100,
    maxResultPixels: 3996001,
    maxResultBytes: 33554432,
    engineTimeoutMs: 20000,
    engineMemoryBytes: 2684354560,
    engineSlots: 0,
    engineExpress: true,
    engineRecycleAfter: 5000,
    engine: 'accelerated',
  })
})

test('a limit of nothing and an unknown engine are refused by name', () => {
  assert.throws(
    () => limitSettings.read({ MAX_SIDE: '0', ENGINE: 'magick' }),
    (error: Error) => {
      assert.match(error.message, /MAX_SIDE/)
      return /ENGINE .*pure-js/.test(error.message)
    },
  )
})
