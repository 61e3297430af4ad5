import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bitsOf } from '../../../../test/tiff-pictures.ts'
import type { ErrorCode } from '../../../errors/catalogue.ts'
import { FAX_TWO_DIMENSIONAL, type FaxKind, unpackFax } from './unpack-fax.ts'

const EOL = '000000000001'
const [WHITE_0, WHITE_3, WHITE_8] = ['00110101', '1000', '10011']
const BLACK_5 = '0011'
const [PASS, HORIZONTAL, V0, VR1, VL1] = ['0001', '001', '1', '011', '010']
const END_OF_BLOCK = EOL + EOL
const THREE_FIVE = WHITE_3 + BLACK_5

/** The rows as hex. */
function rows(kind: FaxKind, bits: string, height: number, { width = 8, options = 0 } = {}): string[] {
  const pixels = Buffer.from(unpackFax(bitsOf(bits), { width, height }, kind, options))
  const rowBytes = Math.ceil(width / 8)
  return Array.from({ length: height }, (_, row) => pixels.toString('hex', row * rowBytes, (row + 1) * rowBytes))
}
const refuses = (kind: FaxKind, bits: string, code: ErrorCode = 'picture-malformed') =>
  assert.throws(() => rows(kind, bits, 2), { name: 'Failure', code })

test('runs with and without ends of lines, and rows that begin on whole bytes', () => {
  assert.deepEqual(rows('fax-3', EOL + THREE_FIVE + EOL + WHITE_8 + EOL, 2), ['1f', '00'])
  assert.deepEqual(rows('fax-3', THREE_FIVE + THREE_FIVE, 2), ['1f', '1f'])
  assert.deepEqual(rows('fax-3', `${EOL}${THREE_FIVE}0000000${EOL}${WHITE_8}`, 2), ['1f', '00'])
  assert.deepEqual(rows('fax-rle', `${WHITE_8}000${THREE_FIVE}`, 2), ['00', '1f'])
})

test('runs that are longer than one code', () => {
  const [WHITE_64, WHITE_2560] = ['11011', '000000011111']
  assert.equal(rows('fax-3', WHITE_64 + WHITE_8 + BLACK_5, 1, { width: 77 })[0], `${'00'.repeat(9)}f8`)
  const long = rows('fax-3', WHITE_2560 + WHITE_2560 + WHITE_3 + BLACK_5, 1, { width: 5128 })
  assert.equal(long[0], `${'00'.repeat(640)}1f`)
})

test('rows that are told by the one above, in one and the other kind', () => {
  const first = HORIZONTAL + THREE_FIVE
  assert.deepEqual(rows('fax-4', first + V0 + V0 + VR1 + V0 + VL1 + V0 + END_OF_BLOCK, 4), ['1f', '1f', '0f', '1f'])
  assert.deepEqual(rows('fax-4', first + PASS + V0 + END_OF_BLOCK, 2), ['1f', '00'])
  assert.deepEqual(rows('fax-4', `${HORIZONTAL}${WHITE_0}${BLACK_5}${V0}${V0}${V0}${V0}`, 2), ['f8', 'f8'])
  const mixed = `${EOL}1${THREE_FIVE}${EOL}0${VR1}${V0}${EOL}1${WHITE_8}`
  assert.deepEqual(rows('fax-3', mixed, 3, { options: FAX_TWO_DIMENSIONAL }), ['1f', '0f', '00'])
})

test('rows behind the end of a page are white', () => {
  assert.deepEqual(rows('fax-4', HORIZONTAL + THREE_FIVE + END_OF_BLOCK, 3), ['1f', '00', '00'])
  assert.deepEqual(rows('fax-3', EOL + THREE_FIVE + EOL.repeat(6), 3), ['1f', '00', '00'])
})

test('a fax without rows, with unknown codes or with rows that are too long is refused', () => {
  refuses('fax-4', END_OF_BLOCK)
  refuses('fax-3', EOL.repeat(6))
  refuses('fax-4', '')
  refuses('fax-3', `${THREE_FIVE}00000000010`)
  refuses('fax-3', WHITE_8 + WHITE_3 + '0010'.repeat(4))
  refuses('fax-4', `${HORIZONTAL}${WHITE_0}${'0011'}${VL1.repeat(9)}`)
  refuses('fax-4', `${HORIZONTAL}${WHITE_8}${BLACK_5}`)
  refuses('fax-4', '0000001111', 'picture-variant-not-supported')
})
