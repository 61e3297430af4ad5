import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { colourModelOf } from './colour-model.ts'
import { painted } from './kernel/sample-pictures.ts'

const grey = painted(3, 2, (x) => [9 * x, 9 * x, 9 * x, 255])
const softGrey = painted(3, 2, (x, y) => [9 * x, 9 * x, 9 * x, 255 - y])
const coloured = painted(3, 2, (x, y) => [7, 7, 7 + x * y, 255])
const softColoured = painted(3, 2, (x) => [7, 8, 7, 90 * x])

/** As much of a profile as says what colours it is for. */
const profileFor = (colours: string) => Buffer.concat([Buffer.alloc(16), Buffer.from(colours), Buffer.alloc(108)])
const rgb = profileFor('RGB ')
const forGrey = profileFor('GRAY')

describe('the colours of a result', () => {
  it('are those of its pixels', () => {
    assert.deepEqual(colourModelOf(grey), { grey: true, opaque: true, profile: undefined })
    assert.deepEqual(colourModelOf(softGrey), { grey: true, opaque: false, profile: undefined })
    assert.deepEqual(colourModelOf(coloured), { grey: false, opaque: true, profile: undefined })
    assert.deepEqual(colourModelOf(softColoured), { grey: false, opaque: false, profile: undefined })
  })

  it('are RGB with a profile for RGB', () => {
    assert.deepEqual(colourModelOf(grey, rgb), { grey: false, opaque: true, profile: rgb })
    assert.deepEqual(colourModelOf(softColoured, rgb), { grey: false, opaque: false, profile: rgb })
  })

  it('are grey with a profile for grey, which coloured pictures cannot have', () => {
    assert.deepEqual(colourModelOf(softGrey, forGrey), { grey: true, opaque: false, profile: forGrey })
    assert.deepEqual(colourModelOf(coloured, forGrey), { grey: false, opaque: true, profile: undefined })
  })
})
