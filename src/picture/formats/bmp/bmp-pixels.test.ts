import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BmpParts, bmp } from '../../../../test/pictures.ts'
import type { ErrorCode } from '../../../errors/catalogue.ts'
import { readBytes } from '../../bytes.ts'
import { readBmpHeader } from './bmp-header.ts'
import { decodeBmp } from './bmp-pixels.ts'

const BLACK_WHITE = [0, 0, 0, 0, 255, 255, 255, 0]
const FOUR = [0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0]

/** The decoded pixels as hex, one text for each row. */
function decode(parts: BmpParts): string[] {
  const header = readBmpHeader(readBytes(bmp(parts)))
  const rgba = decodeBmp(header)
  return Array.from({ length: header.height }, (_, row) =>
    rgba.toString('hex', row * header.width * 4, (row + 1) * header.width * 4),
  )
}
const refuses = (parts: BmpParts, code: ErrorCode = 'picture-malformed') =>
  assert.throws(() => decode(parts), { name: 'Failure', code })

test('24 bits, bottom row first, rows padded', () => {
  const pixels = Buffer.from('0000ff00ff00ffff ff0000ffffff0000'.replaceAll(' ', ''), 'hex')
  assert.deepEqual(decode({ width: 2, height: 2, bits: 24, pixels }), ['0000ffffffffffff', 'ff0000ff00ff00ff'])
  assert.deepEqual(decode({ width: 2, height: -2, bits: 24, pixels }), ['ff0000ff00ff00ff', '0000ffffffffffff'])
})

test('1, 4 and 8 bits with a palette, also with an odd width', () => {
  assert.deepEqual(
    decode({ width: 3, height: 2, bits: 1, palette: BLACK_WHITE, pixels: Buffer.from([0x40, 0, 0, 0, 0xa0, 0, 0, 0]) }),
    ['ffffffff000000ffffffffff', '000000ffffffffff000000ff'],
  )
  assert.deepEqual(
    decode({ width: 3, height: 2, bits: 4, palette: FOUR, pixels: Buffer.from([0x12, 0x30, 0, 0, 0x01, 0x20, 0, 0]) }),
    ['000000ffff0000ff00ff00ff', 'ff0000ff00ff00ff0000ffff'],
  )
  assert.deepEqual(decode({ width: 1, height: 1, bits: 8, palette: FOUR, pixels: Buffer.from([2, 0, 0, 0]) }), [
    '00ff00ff',
  ])
})

test("OS/2's header with three bytes for each colour", () => {
  const palette = [255, 0, 0, 0, 0, 255]
  assert.deepEqual(
    decode({ width: 1, height: 1, bits: 1, headerBytes: 12, palette, pixels: Buffer.from([0x80, 0, 0, 0]) }),
    ['ff0000ff'],
  )
})

test('16 and 32 bits, with and without masks and alpha', () => {
  assert.deepEqual(decode({ width: 1, height: 1, bits: 16, pixels: Buffer.from([0xff, 0x7f, 0, 0]) }), ['ffffffff'])
  const masks565 = [0xf800, 0x07e0, 0x001f]
  assert.deepEqual(
    decode({ width: 1, height: 1, bits: 16, compression: 3, masks: masks565, pixels: Buffer.from([0xe0, 0x07, 0, 0]) }),
    ['00ff00ff'],
  )
  assert.deepEqual(decode({ width: 1, height: 1, bits: 32, pixels: Buffer.from([3, 2, 1, 77]) }), ['010203ff'])
  const rgba = { bits: 32, compression: 3, headerBytes: 108, masks: [0xff000000, 0xff0000, 0xff00, 0xff] } as const
  assert.deepEqual(decode({ width: 1, height: 1, ...rgba, pixels: Buffer.from([0x40, 3, 2, 1]) }), ['01020340'])
  assert.deepEqual(decode({ width: 1, height: 1, ...rgba, pixels: Buffer.from([0, 3, 2, 1]) }), ['010203ff'])
})

test('run-length coded: runs, literals, line ends, steps', () => {
  const rle8 = { width: 4, height: 2, bits: 8, compression: 1, palette: FOUR }
  const rows = decode({ ...rle8, pixels: Buffer.from([3, 1, 1, 2, 0, 0, 0, 3, 1, 2, 3, 0, 0, 1]) })
  assert.deepEqual(rows, ['ff0000ff00ff00ff0000ffff000000ff', 'ff0000ffff0000ffff0000ff00ff00ff'])
  assert.deepEqual(
    decode({ ...rle8, pixels: Buffer.from([0, 2, 3, 1, 1, 1, 0, 1]) })[0],
    '000000ff000000ff000000ffff0000ff',
  )
  const rle4 = { width: 4, height: 1, bits: 4, compression: 2, palette: FOUR }
  assert.deepEqual(decode({ ...rle4, pixels: Buffer.from([4, 0x12, 0, 1]) }), ['ff0000ff00ff00ffff0000ff00ff00ff'])
  assert.deepEqual(decode({ ...rle4, pixels: Buffer.from([0, 3, 0x12, 0x30, 0, 1]) }), [
    'ff0000ff00ff00ff0000ffff000000ff',
  ])
})

test('a run that leaves the picture and one without an end are refused', () => {
  const rle8 = { width: 4, height: 1, bits: 8, compression: 1, palette: FOUR }
  refuses({ ...rle8, pixels: Buffer.from([5, 1, 0, 1]) })
  refuses({ ...rle8, pixels: Buffer.from([0, 0, 1, 1, 0, 1]) })
  refuses({ ...rle8, pixels: Buffer.from([4, 1]) })
  refuses({ ...rle8, height: -1, pixels: Buffer.from([0, 1]) })
})

test('illegal sides, depths, palettes, masks and short data are refused', () => {
  const good: BmpParts = { width: 2, height: 2, bits: 24, pixels: Buffer.alloc(16) }
  decode(good)
  refuses({ ...good, pixels: Buffer.alloc(15) })
  refuses({ ...good, width: 0 })
  refuses({ ...good, width: -2 })
  refuses({ ...good, height: 0 })
  refuses({ ...good, height: -0x80000000 })
  refuses({ ...good, width: 0x7fffffff })
  refuses({ ...good, bits: 23 })
  refuses({ ...good, compression: 1 })
  refuses({ ...good, compression: 4 }, 'picture-variant-not-supported')
  refuses({ width: 1, height: 1, bits: 1, palette: [...FOUR], pixels: Buffer.alloc(4) })
  refuses({ width: 1, height: 1, bits: 8, palette: FOUR, pixels: Buffer.from([4, 0, 0, 0]) })
  refuses({ width: 1, height: 1, bits: 32, compression: 3, masks: [0xf0f, 0, 0], pixels: Buffer.alloc(4) })
})
