import { readBytes } from '../../bytes.ts'
import { malformed } from '../../refusals.ts'

const QUANTIZATION_ENTRIES = 64
const CODE_LENGTHS = 16

/**
 * Checks a DQT segment (ITU-T T.81, B.2.4.1): tables of 8 or 16 bits that fill the segment exactly.
 * @returns the numbers of the tables it defines
 * @throws Failure `picture-malformed`
 */
export function readQuantizationTables(body: Uint8Array): number[] {
  const bytes = readBytes(body)
  const defined: number[] = []
  for (let at = 0; at < bytes.length; ) {
    const [precision, table] = nibbles(bytes.u8(at))
    if (precision > 1 || table > 3) throw malformed('The JPEG has an illegal quantization table.')
    const length = QUANTIZATION_ENTRIES * (precision + 1)
    bytes.slice(at + 1, length)
    at += 1 + length
    defined.push(table)
  }
  return defined
}

/**
 * Checks a DHT segment (ITU-T T.81, B.2.4.2): tables of at most 256 codes that fill the segment exactly.
 * @throws Failure `picture-malformed`
 */
export function checkHuffmanTables(body: Uint8Array): void {
  const bytes = readBytes(body)
  for (let at = 0; at < bytes.length; ) {
    const [tableClass, table] = nibbles(bytes.u8(at))
    const codes = bytes.slice(at + 1, CODE_LENGTHS).reduce((sum, count) => sum + count, 0)
    if (tableClass > 1 || table > 3 || codes > 256) throw malformed('The JPEG has an illegal Huffman table.')
    bytes.slice(at + 1 + CODE_LENGTHS, codes)
    at += 1 + CODE_LENGTHS + codes
  }
}

/** The upper and the lower four bits. */
export function nibbles(byte: number): [number, number] {
  return [byte >> 4, byte & 15]
}
