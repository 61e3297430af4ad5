import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Jimp } from 'jimp'
import { readBytes } from '../../bytes.ts'
import { painted, photographLike } from '../../kernel/sample-pictures.ts'
import { readBmpHeader } from './bmp-header.ts'
import { decodeBmp } from './bmp-pixels.ts'
import { encodeBmp } from './encode-bmp.ts'

/** Rows are filled up to four bytes: all of the four cases. */
const bitmaps = [1, 2, 3, 4, 61].map((width) => photographLike(width, 7))

describe('the BMP encoder', () => {
  it('keeps every pixel for our own decoder and for jimp', async () => {
    for (const bitmap of bitmaps) {
      const bmp = encodeBmp(bitmap)
      assert.ok(decodeBmp(readBmpHeader(readBytes(bmp))).equals(bitmap.data), `${bitmap.width} pixels wide`)
      const elsewhere = await Jimp.fromBuffer(bmp)
      assert.deepEqual([elsewhere.width, elsewhere.height], [bitmap.width, bitmap.height])
      assert.ok(elsewhere.bitmap.data.equals(bitmap.data), `${bitmap.width} pixels wide, in jimp`)
    }
  })

  it('writes 24 bits, the bottom row first, and says how long all of it is', () => {
    const bmp = encodeBmp(painted(1, 2, (_, y) => [1, 2, y, 255]))
    assert.equal(bmp.toString('latin1', 0, 2), 'BM')
    assert.deepEqual([bmp.readUInt32LE(2), bmp.readUInt32LE(10), bmp.readUInt16LE(28)], [62, 54, 24])
    assert.deepEqual([...bmp.subarray(54)], [1, 2, 1, 0, 0, 2, 1, 0])
    assert.equal(bmp.length, 62)
  })
})
