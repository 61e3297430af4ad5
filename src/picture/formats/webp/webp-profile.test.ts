import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { quarters } from '../../../../test/pictures.ts'
import { ringed, webp, webpPixels } from '../../../../test/webp-pictures.ts'
import { readBytes } from '../../bytes.ts'
import { readWebpHeader } from './webp-header.ts'
import { insertWebpProfile } from './webp-profile.ts'

test('a profile is put where every reader finds it, and the pixels stay as they are', async () => {
  const profile = Buffer.from('a profile of an odd length.')
  for (const picture of [quarters(13, 9), ringed(13, 9)]) {
    const plain = await webp(13, 9, {}, picture)
    const profiled = insertWebpProfile(plain, picture, profile)
    assert.deepEqual(readWebpHeader(readBytes(profiled)).profile, Uint8Array.from(profile))
    assert.deepEqual(webpPixels(profiled), webpPixels(plain))
    const { icc, hasAlpha, width, height } = await sharp(profiled).metadata()
    assert.deepEqual([icc, width, height], [profile, 13, 9])
    assert.equal(hasAlpha, (await sharp(plain).metadata()).hasAlpha)
  }
})
