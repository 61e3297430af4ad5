import assert from 'node:assert/strict'
import { test } from 'node:test'
import jpegTurbo from '@cwasm/jpeg-turbo/package.json' with { type: 'json' }
import jimp from 'jimp/package.json' with { type: 'json' }
import { acceleratedFingerprint, JIMP_VERSION, JPEG_TURBO_VERSION } from './accelerated-fingerprint.ts'

test('the fingerprint names the codecs that are installed, and the kernel', () => {
  assert.equal(JPEG_TURBO_VERSION, jpegTurbo.version)
  assert.equal(JIMP_VERSION, jimp.version)
  assert.match(
    acceleratedFingerprint,
    /^accelerated\/\d+ kernel\/[0-9a-f]{12} jpeg-turbo\/[\d.]+ jimp\/[\d.]+ zlib\/\S+$/,
  )
})
