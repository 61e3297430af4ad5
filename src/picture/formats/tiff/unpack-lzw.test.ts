import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lzwCodes } from '../../../../test/tiff-pictures.ts'
import { unpackLzw } from './unpack-lzw.ts'

const [CLEAR, END] = [256, 257]
const refuses = (data: Uint8Array, length: number) =>
  assert.throws(() => unpackLzw(data, length), { name: 'Failure', code: 'picture-malformed' })

test('bytes, strings, and a string that is defined by its own use', () => {
  assert.deepEqual([...unpackLzw(lzwCodes(CLEAR, 1, 2, 258, END), 4)], [1, 2, 1, 2])
  assert.deepEqual([...unpackLzw(lzwCodes(CLEAR, 7, 258, 259, END), 6)], [7, 7, 7, 7, 7, 7])
  assert.deepEqual([...unpackLzw(lzwCodes(CLEAR, 1, CLEAR, 2, 258, END), 4)], [1, 2, 2, 2].slice(0, 4))
})

test('no more bytes than are asked for', () => {
  assert.deepEqual([...unpackLzw(lzwCodes(CLEAR, 7, 258, 259), 4)], [7, 7, 7, 7])
})

test('data that ends early and codes that are not defined are refused', () => {
  refuses(lzwCodes(CLEAR, 1, 2, END), 3)
  refuses(lzwCodes(CLEAR, 1, 2), 9)
  refuses(lzwCodes(CLEAR, 300), 1)
  refuses(lzwCodes(CLEAR, 1, 259), 3)
  refuses(lzwCodes(CLEAR, 258), 1)
  refuses(new Uint8Array(0), 1)
})
