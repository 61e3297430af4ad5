import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { exif, type PngHead, png, pngChunk, pngIhdr, pngOf } from '../../../../test/pictures.ts'
import type { ErrorCode } from '../../../errors/catalogue.ts'
import { readBytes } from '../../bytes.ts'
import { readPngHeader } from './png-header.ts'

const read = (source: Uint8Array) => readPngHeader(readBytes(source))
const head: PngHead = { width: 3, height: 2 }
const idat = pngChunk('IDAT', deflateSync(Buffer.alloc(26)))
const palette = pngChunk('PLTE', Buffer.alloc(6))

function refuses(source: Uint8Array, code: ErrorCode = 'picture-malformed'): void {
  assert.throws(() => read(source), { name: 'Failure', code })
}

test('sides, one frame and the chunks that make the pixels are read', () => {
  const text = pngChunk('tEXt', Buffer.from('a\0b'))
  const header = read(png({ ...head, before: [text] }))
  assert.deepEqual([header.width, header.height, header.frames, header.orientation], [3, 2, 1, 1])
  assert.deepEqual(
    header.pixelChunks.map(({ type }) => type),
    ['IHDR', 'IDAT', 'IEND'],
  )
})

test('an eXIf chunk turns the sides', () => {
  const header = read(png({ ...head, before: [pngChunk('eXIf', exif(6))] }))
  assert.deepEqual([header.width, header.height, header.storedWidth, header.orientation], [2, 3, 3, 6])
})

test('what follows IEND is not looked at', () => {
  assert.equal(read(Buffer.concat([png(head), Buffer.from('PK\x03\x04')])).width, 3)
})

test('every legal colour type and depth is taken, every other refused', () => {
  const legal: Record<number, number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] }
  for (let colourType = 0; colourType < 8; colourType++) {
    for (const depth of [0, 1, 2, 3, 4, 8, 16, 32]) {
      const source = png({ ...head, colourType, depth, raw: Buffer.alloc(1) })
      if (legal[colourType]?.includes(depth)) assert.equal(read(source).colourType, colourType)
      else refuses(source)
    }
  }
})

test('IHDR must come first, once, whole, with its CRC', () => {
  refuses(pngOf(idat, pngIhdr(head)))
  refuses(pngOf(pngIhdr(head), pngIhdr(head), idat))
  refuses(pngOf(pngChunk('IHDR', Buffer.alloc(12)), idat))
  refuses(pngOf(pngChunk('IHDR', pngIhdr(head).subarray(8, 21), 1), idat))
  refuses(pngOf(pngChunk('CgBI', Buffer.alloc(4)), pngIhdr(head), idat), 'picture-variant-not-supported')
})

test('a side of 0 or over 2³¹-1 is refused', () => {
  for (const wrong of [0, 0x80000000, 0xffffffff]) {
    refuses(png({ width: wrong, height: 1, raw: Buffer.alloc(1) }))
    refuses(png({ width: 1, height: wrong, raw: Buffer.alloc(1) }))
  }
})

test('IDAT must be there, consecutive and intact', () => {
  refuses(pngOf(pngIhdr(head)))
  refuses(
    pngOf(pngIhdr(head), idat, pngChunk('tIME', Buffer.alloc(7)), pngChunk('abCd'), Buffer.alloc(0), palette, idat),
  )
  refuses(pngOf(pngIhdr(head), pngChunk('IDAT', Buffer.alloc(4), 7)))
  assert.equal(read(pngOf(pngIhdr(head), idat, idat)).pixelChunks.length, 4)
})

test('a palette stands before IDAT, where a palette is needed and nowhere where it is forbidden', () => {
  const indexed = pngIhdr({ ...head, colourType: 3 })
  refuses(pngOf(indexed, idat))
  refuses(pngOf(indexed, idat, palette))
  refuses(pngOf(indexed, palette, palette, idat))
  refuses(pngOf(indexed, pngChunk('PLTE', Buffer.alloc(4)), idat))
  refuses(pngOf(indexed, pngChunk('PLTE', Buffer.alloc(257 * 3)), idat))
  refuses(pngOf(pngIhdr({ ...head, colourType: 0 }), palette, idat))
  assert.equal(read(pngOf(indexed, palette, idat)).storedWidth, 3)
})

test('a transparency chunk that breaks a rule is left out, a legal one is kept', () => {
  const kept = (...chunks: Buffer[]) =>
    read(pngOf(pngIhdr({ ...head, colourType: 3 }), ...chunks)).pixelChunks.some(({ type }) => type === 'tRNS')
  assert.ok(kept(palette, pngChunk('tRNS', Buffer.alloc(2)), idat))
  assert.ok(!kept(palette, pngChunk('tRNS', Buffer.alloc(3)), idat))
  assert.ok(!kept(palette, pngChunk('tRNS', Buffer.alloc(2), 5), idat))
  assert.ok(!kept(palette, idat, pngChunk('tRNS', Buffer.alloc(2))))
})

test('an unknown critical chunk, an illegal type, a length past the end and a missing IEND are refused', () => {
  refuses(pngOf(pngIhdr(head), pngChunk('ABCD'), idat), 'picture-variant-not-supported')
  refuses(pngOf(pngIhdr(head), pngChunk('a1cd'), idat))
  refuses(Buffer.concat([pngOf(pngIhdr(head)).subarray(0, -12), Buffer.from('ffffffff49444154', 'hex')]))
  refuses(png(head).subarray(0, -12))
  refuses(png(head).subarray(0, 8))
})
