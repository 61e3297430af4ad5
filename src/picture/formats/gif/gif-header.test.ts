import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gif, gifData } from '../../../../test/pictures.ts'
import { readBytes } from '../../bytes.ts'
import { readGifHeader } from './gif-header.ts'
import { checkGifIndices } from './gif-indices.ts'

const read = (source: Uint8Array) => readGifHeader(readBytes(source))
const refuses = (act: () => unknown) => assert.throws(act, { name: 'Failure', code: 'picture-malformed' })
const frame = { width: 2, height: 2 }

test('the canvas is the size, every frame counts', () => {
  const header = read(gif(5, 4, [{ ...frame, left: 3, top: 2 }, frame, { width: 60, height: 60 }]))
  assert.deepEqual([header.width, header.height, header.frames, header.firstFrame.left], [5, 4, 3, 3])
})

test('a graphic control extension belongs to the next frame', () => {
  assert.equal(read(gif(2, 2, [{ ...frame, transparentIndex: 1 }])).firstFrame.control.length, 8)
  assert.equal(read(gif(2, 2, [frame])).firstFrame.control.length, 0)
})

test('a first frame that leaves the canvas is refused, however little data it has', () => {
  refuses(() => read(gif(2, 2, [{ ...frame, left: 1 }])))
  refuses(() => read(gif(2, 2, [{ width: 65535, height: 65535, data: gifData([0]) }])))
})

test('no canvas, no frame, an empty frame, an unknown block and every early end are refused', () => {
  refuses(() => read(gif(0, 2, [frame])))
  refuses(() => read(gif(2, 2, [])))
  refuses(() => read(gif(2, 2, [{ width: 0, height: 1 }])))
  const good = gif(2, 2, [frame])
  for (let length = 6; length < good.length; length++) refuses(() => read(good.subarray(0, length)))
  refuses(() => read(Buffer.concat([good.subarray(0, -1), Buffer.from([0x77, 0x3b])])))
})

test('indices for every pixel pass, too few are refused, more do not matter', () => {
  const check = (indices: number[]) =>
    checkGifIndices(read(gif(2, 2, [{ ...frame, data: gifData(indices) }])).firstFrame)
  check([0, 1, 2, 3])
  check([0, 1, 2, 3, 0, 1])
  refuses(() => check([0, 1, 2]))
  refuses(() => check([]))
})

test('a code that is not defined yet and an illegal code size are refused', () => {
  const check = (...data: number[]) =>
    checkGifIndices(read(gif(2, 2, [{ ...frame, data: Buffer.from(data) }])).firstFrame)
  // clear, 0, 6 (the first code of the table: 0 twice), 0
  check(2, 2, 0b10_000_100, 0b0_000_1, 0)
  // clear, 7: nothing is defined
  refuses(() => check(2, 1, 0b00_111_100, 0))
  // clear, 0, 7: only 6 can be next
  refuses(() => check(2, 2, 0b11_000_100, 0b0_000_1, 0))
  refuses(() => check(0, 1, 0, 0))
  refuses(() => check(9, 1, 0, 0))
})
