import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { type PngHead, png, pngChunk, pngDataBytes, pngIhdr, pngOf } from '../../../../test/pictures.ts'
import { readBytes } from '../../bytes.ts'
import { inflatePngData } from './png-data.ts'
import { readPngHeader } from './png-header.ts'

const check = (source: Uint8Array) => inflatePngData(readPngHeader(readBytes(source)))
const refuses = (source: Uint8Array) =>
  assert.throws(() => check(source), { name: 'Failure', code: 'picture-malformed' })
const raw = (head: PngHead, change: number) => ({ ...head, raw: Buffer.alloc(pngDataBytes(head) + change) })

test('data of exactly the declared length passes, one byte less or more is refused', () => {
  for (const [colourType, depth] of [
    [0, 1],
    [0, 16],
    [2, 8],
    [3, 2],
    [4, 16],
    [6, 8],
  ] as const) {
    const head: PngHead = { width: 13, height: 7, colourType, depth }
    check(png(raw(head, 0)))
    refuses(png(raw(head, -1)))
    refuses(png(raw(head, 1)))
  }
})

test('an interlaced picture needs exactly the bytes of its seven passes', () => {
  const bytesOf: [number, number, number][] = [
    [1, 1, 1 + 4],
    [8, 8, 8 * 8 * 4 + 15],
    [5, 1, 5 * 4 + 4],
    [2, 3, 6 * 4 + 5],
  ]
  for (const [width, height, bytes] of bytesOf) {
    const head: PngHead = { width, height, interlaced: true }
    check(png({ ...head, raw: Buffer.alloc(bytes) }))
    refuses(png({ ...head, raw: Buffer.alloc(bytes - 1) }))
    refuses(png({ ...head, raw: Buffer.alloc(bytes + 1) }))
  }
})

test('a bomb stops at the declared length', () => {
  const before = process.memoryUsage().arrayBuffers
  refuses(png({ width: 4, height: 4, raw: Buffer.alloc(50_000_000) }))
  assert.ok(process.memoryUsage().arrayBuffers - before < 60_000_000)
})

test('a row with an unknown filter is refused', () => {
  const rows = Buffer.alloc(pngDataBytes({ width: 2, height: 2 }))
  rows[9] = 4
  check(png({ width: 2, height: 2, raw: rows }))
  rows[9] = 5
  refuses(png({ width: 2, height: 2, raw: rows }))
})

test('broken, unfinished and missing streams are refused', () => {
  const stream = deflateSync(Buffer.alloc(pngDataBytes({ width: 4, height: 4 })))
  const idat = (body: Uint8Array) => pngOf(pngIhdr({ width: 4, height: 4 }), pngChunk('IDAT', body))
  check(idat(stream))
  refuses(idat(Buffer.alloc(0)))
  refuses(idat(stream.subarray(0, -1)))
  refuses(idat(Buffer.concat([Buffer.from([0]), stream])))
  const wrongSum = Buffer.from(stream)
  wrongSum[wrongSum.length - 1] = (wrongSum.at(-1) ?? 0) ^ 1
  refuses(idat(wrongSum))
})
