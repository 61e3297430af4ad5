/** The codes of single blocks, where pictures seldom have them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { huffmanCodes, LUMA_AC, LUMA_DC } from '../formats/jpeg/jpeg-huffman.ts'
import type { SequentialJpeg } from '../formats/jpeg/sequential-jpeg.ts'
import { loadKernel } from './kernel.ts'

const kernels = [loadKernel('simd'), loadKernel('scalar')]

const digitsOf = (entry = 0) => (entry >> 8).toString(2).padStart(entry & 255, '0')

const CODES = Array.from(huffmanCodes(LUMA_AC), digitsOf)
const END_OF_BLOCK = digitsOf(huffmanCodes(LUMA_AC)[0x00])
const ZERO_RUN = digitsOf(huffmanCodes(LUMA_AC)[0xf0])

/** A coefficient of 1 after so many zeros. */
const one = (zeros: number) => `${CODES[zeros * 16 + 1]}1`
const NO_CHANGE = digitsOf(huffmanCodes(LUMA_DC)[0])

/** A grey JPEG of some blocks beside each other. */
function jpegOf(blocks: readonly string[]): SequentialJpeg {
  const bytes = blocks.join('').match(/.{1,8}/g) ?? []
  const scan = bytes.flatMap((byte) => {
    const value = Number.parseInt(byte.padEnd(8, '1'), 2)
    return value === 0xff ? [value, 0] : [value]
  })
  const divisors = Array.from({ length: 64 }, () => 1)
  const luma = { horizontal: 1, vertical: 1, divisors, dc: LUMA_DC, ac: LUMA_AC }
  return { width: 8 * blocks.length, height: 8, components: [luma], restartInterval: 0, scan: Uint8Array.from(scan) }
}

/** Whether the blocks are read, which is the same however much of them is needed. */
function isRead(blocks: readonly string[]): boolean {
  const answers = kernels.flatMap((kernel) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((eighths) => kernel.readJpeg(jpegOf(blocks), eighths) !== undefined),
  )
  assert.equal(new Set(answers).size, 1, `${answers}`)
  return answers.includes(true)
}

describe('a block', () => {
  it('may be full, and then has no code for its end', () => {
    const full = NO_CHANGE + one(0).repeat(63)
    assert.ok(isRead([full]))
    assert.ok(isRead([full, full, NO_CHANGE + END_OF_BLOCK, full]))
    assert.ok(!isRead([full + END_OF_BLOCK + END_OF_BLOCK + END_OF_BLOCK]))
  })

  it('may have long codes, up to its last place and not behind it', () => {
    const three = NO_CHANGE + one(15).repeat(3)
    assert.ok(isRead([three + one(14), three + one(14)]))
    assert.ok(!isRead([three + one(15)]))
    assert.ok(!isRead([three + ZERO_RUN + one(0)]))
  })

  it('may have zeros only behind its last number', () => {
    assert.ok(isRead([NO_CHANGE + one(1) + ZERO_RUN + ZERO_RUN + one(2) + END_OF_BLOCK]))
    assert.ok(isRead([NO_CHANGE + one(0) + ZERO_RUN + END_OF_BLOCK]))
  })

  it('ends within the data', () => {
    const block = NO_CHANGE + one(0).repeat(20) + END_OF_BLOCK
    assert.ok(isRead([block, block]))
    assert.ok(!isRead([block, block.slice(0, 40)]))
    assert.ok(!isRead([block, '']))
  })

  it('gives the same samples, whether what it has more is skipped or read', () => {
    const blocks = [NO_CHANGE + one(0) + one(9) + one(4) + END_OF_BLOCK, NO_CHANGE + one(0).repeat(63)]
    const bare = [NO_CHANGE + one(0) + END_OF_BLOCK, NO_CHANGE + one(0).repeat(4) + END_OF_BLOCK]
    for (const kernel of kernels) assert.deepEqual(kernel.readJpeg(jpegOf(blocks), 2), kernel.readJpeg(jpegOf(bare), 2))
  })
})
