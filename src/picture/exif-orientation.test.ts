import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { exif } from '../../test/pictures.ts'
import { readExifOrientation } from './exif-orientation.ts'

test('all eight orientations are read in both byte orders', () => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    assert.equal(readExifOrientation(exif(orientation)), orientation)
    assert.equal(readExifOrientation(exif(orientation, { bigEndian: true })), orientation)
  }
})

test('an orientation out of range counts as upright', () => {
  for (const orientation of [0, 9, 255, 65535]) assert.equal(readExifOrientation(exif(orientation)), 1)
})

test('a directory that points to itself or past the end is no trouble', () => {
  const loop = exif(6)
  loop.writeUInt32LE(8, 22)
  assert.equal(readExifOrientation(loop), 6)
  const outside = exif(6)
  outside.writeUInt32LE(0xfffffff0, 4)
  assert.equal(readExifOrientation(outside), 1)
  const endless = exif(6)
  endless.writeUInt16LE(0xffff, 8)
  assert.equal(readExifOrientation(endless), 6)
})

test('whatever stands there, the answer is an orientation', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom('II*\0', 'MM\0*', ''), (rest, start) => {
      const orientation = readExifOrientation(Buffer.concat([Buffer.from(start, 'latin1'), rest]))
      assert.ok(orientation >= 1 && orientation <= 8)
    }),
  )
})
