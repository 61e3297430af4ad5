import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Orientation } from './exif-orientation.ts'
import { type Bitmap, orient, toStored } from './orient.ts'

/** A bitmap whose pixels are named by letters, row by row. */
function lettered(...rows: string[]): Bitmap {
  const data = Buffer.from(rows.join('').replaceAll(/./g, '$&...'))
  return { width: rows[0]?.length ?? 0, height: rows.length, data }
}

function letters({ width, height, data }: Bitmap): string[] {
  const all = Array.from({ length: width * height }, (_, index) => String.fromCharCode(data[index * 4] ?? 0)).join('')
  return Array.from({ length: height }, (_, row) => all.slice(row * width, (row + 1) * width))
}

/** How the letter-shaped picture ABC/DEF must look once it is upright (Exif 2.32, tag 0x0112). */
const UPRIGHT: Record<Orientation, string[]> = {
  1: ['ABC', 'DEF'],
  2: ['CBA', 'FED'],
  3: ['FED', 'CBA'],
  4: ['DEF', 'ABC'],
  5: ['AD', 'BE', 'CF'],
  6: ['DA', 'EB', 'FC'],
  7: ['FC', 'EB', 'DA'],
  8: ['CF', 'BE', 'AD'],
}

const orientations = Object.keys(UPRIGHT).map(Number) as Orientation[]

test('every orientation is put upright', () => {
  for (const orientation of orientations) {
    assert.deepEqual(letters(orient(lettered('ABC', 'DEF'), orientation)), UPRIGHT[orientation])
  }
})

test('a rectangle of the upright picture is found in the stored one', () => {
  const stored = lettered('ABC', 'DEF')
  for (const orientation of orientations) {
    const upright = orient(stored, orientation)
    for (let top = 0; top < upright.height; top++) {
      for (let left = 0; left < upright.width; left++) {
        const place = toStored({ left, top, width: 1, height: 1 }, stored, orientation)
        const letter = letters(stored)[place.top]?.[place.left]
        assert.equal(letter, UPRIGHT[orientation][top]?.[left])
      }
    }
  }
})
