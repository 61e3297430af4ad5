import assert from 'node:assert/strict'
import { test } from 'node:test'
import jimp from 'jimp/package.json' with { type: 'json' }
import { JIMP_VERSION, pureJsFingerprint } from './pure-js-fingerprint.ts'

test('the fingerprint names the jimp that is installed', () => {
  assert.equal(JIMP_VERSION, jimp.version)
  assert.match(pureJsFingerprint, /^pure-js\/\d+ jimp\/\d+\.\d+\.\d+ zlib\/\S+$/)
})
