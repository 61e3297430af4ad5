import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bmp, gif, jpeg, png } from '../../test/pictures.ts'
import { tiff } from '../../test/tiff-pictures.ts'
import { emptyLossless, webpOf } from '../../test/webp-pictures.ts'
import { readBytes } from './bytes.ts'
import { foreignFormat, sniff } from './sniff.ts'

const formatOf = (source: Uint8Array) => sniff(readBytes(source))

test('a supported format is known by its first bytes', async () => {
  assert.equal(formatOf(png({ width: 1, height: 1 })), 'png')
  assert.equal(formatOf(await jpeg(8, 8)), 'jpeg')
  assert.equal(formatOf(gif(1, 1, [{ width: 1, height: 1 }])), 'gif')
  assert.equal(formatOf(tiff({ width: 1, height: 1, pieces: [Buffer.alloc(1)] })), 'tiff')
  assert.equal(
    formatOf(tiff({ width: 1, height: 1, pieces: [Buffer.alloc(1)], bigEndian: true, bigTiff: true })),
    'tiff',
  )
  assert.equal(formatOf(bmp({ width: 1, height: 1, bits: 24, pixels: Buffer.alloc(4) })), 'bmp')
  assert.equal(formatOf(webpOf(emptyLossless(1, 1))), 'webp')
})

test('nothing else is supported, but a well-known format has a name', () => {
  const named: [string, string][] = [
    ['\0\0\0\x1cftypavif', 'AVIF'],
    ['\0\0\0\x1cftypheic', 'HEIF'],
    ['\0\0\x01\0\x01\0', 'ICO'],
    ['\0\0\0\x0cjP  \r\n\x87\n', 'JPEG 2000'],
    ['<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg">', 'SVG'],
    ['<!DOCTYPE svg PUBLIC "x"><svg>', 'SVG'],
  ]
  for (const [text, name] of named) {
    assert.equal(formatOf(Buffer.from(text, 'latin1')), undefined)
    assert.equal(foreignFormat(readBytes(Buffer.from(text, 'latin1'))), name)
  }
})

test('text, fragments and nothing have no format', () => {
  for (const text of [
    '',
    'B',
    '\x89PN',
    'GIF88a',
    'RIFF\x10\0\0\0WAVEfmt ',
    '<html><body>hello</body></html>',
    '{"a":1}',
    'push graphic-context',
  ]) {
    assert.equal(formatOf(Buffer.from(text, 'latin1')), undefined)
    assert.equal(foreignFormat(readBytes(Buffer.from(text, 'latin1'))), undefined)
  }
})
