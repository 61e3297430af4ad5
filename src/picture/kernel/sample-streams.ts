import { constants } from 'node:zlib'
import fc from 'fast-check'

/** Noise, runs, few values, and repetitions from near and far. */
export const anyBytes: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.tuple(fc.nat(255), fc.nat(700)).map(([byte, times]) => new Uint8Array(times).fill(byte)),
      fc.array(fc.constantFrom(0, 1, 2, 254, 255), { maxLength: 600 }).map((bytes) => Uint8Array.from(bytes)),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(60))
        .map(([bytes, times]) => Buffer.concat(new Array(times).fill(bytes))),
    ),
    { maxLength: 12 },
  )
  .chain((parts) =>
    fc
      .array(fc.nat(Math.max(0, parts.length - 1)), { maxLength: 30 })
      .map((order) => Buffer.concat([...parts, ...order.map((index) => parts[index] ?? Buffer.alloc(0))])),
  )

/** Every way of zlib to deflate. */
export const anyOptions = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
})

/**
 * A stored block, to which matches can refer, then the last one, with codes of its own: each of any length, made complete
 * more often than not, and any bits after them.
 */
export const anyCodedBlock: fc.Arbitrary<Buffer> = fc
  .record({
    before: fc.constantFrom(0, 5, 1000, 33_000),
    literals: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 257, max: 286 }) },
      { weight: 1, arbitrary: fc.integer({ min: 287, max: 288 }) },
    ),
    distances: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 1, max: 30 }) },
      { weight: 1, arbitrary: fc.integer({ min: 31, max: 32 }) },
    ),
    lengths: fc.array(fc.oneof(fc.nat(15), fc.constant(0)), { minLength: 320, maxLength: 320 }),
    /** Of the code for the block's end and of that for the shortest distance; 0: what lengths there are, there are. */
    ending: fc.nat(9),
    nearest: fc.nat(9),
    data: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  })
  .map(({ before, literals, distances, lengths, ending, nearest, data }) => {
    const ofLiterals = complete(lengths.slice(0, literals), 256, ending)
    const ofDistances = complete(lengths.slice(literals, literals + distances), 0, nearest)
    return Buffer.concat([storedBlock(before), codedBlock(ofLiterals, ofDistances), data])
  })

function storedBlock(length: number): Buffer {
  const block = Buffer.alloc(5 + length, 'what may be referred to')
  block.writeUInt8(0, 0)
  block.writeUInt16LE(length, 1)
  block.writeUInt16LE(length ^ 0xffff, 3)
  return block
}

/** The head of a last block with these lengths of codes, written with sixteen codes of four bits. */
function codedBlock(literals: readonly number[], distances: readonly number[]): Buffer {
  const bits: number[] = []
  const put = (value: number, count: number) => {
    for (let bit = 0; bit < count; bit++) bits.push((value >> bit) & 1)
  }
  put(1, 1)
  put(2, 2)
  put(literals.length - 257, 5)
  put(distances.length - 1, 5)
  put(15, 4)
  // The order of RFC 1951, 3.2.7.
  for (const symbol of [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]) put(symbol < 16 ? 4 : 0, 3)
  for (const length of [...literals, ...distances]) {
    for (let bit = 3; bit >= 0; bit--) bits.push((length >> bit) & 1)
  }
  const head = Buffer.alloc(Math.ceil(bits.length / 8))
  for (const [at, bit] of bits.entries()) head[at >> 3] = (head[at >> 3] ?? 0) | (bit << (at & 7))
  return head
}

/** As many of the lengths as a complete code has room for, that of the symbol `sure` in any case. */
function complete(lengths: readonly number[], sure: number, itsLength: number): readonly number[] {
  if (itsLength === 0) return lengths
  const result = lengths.map(() => 0)
  let left = 2 ** 15
  const give = (symbol: number, length: number) => {
    if (result[symbol] !== 0 || 2 ** (15 - length) > left) return
    result[symbol] = length
    left -= 2 ** (15 - length)
  }
  give(sure, itsLength)
  for (const [symbol, length] of lengths.entries()) if (length > 0) give(symbol, length)
  for (const symbol of lengths.keys()) if (left > 0) give(symbol, 15 - Math.floor(Math.log2(left)))
  return result
}

/** RFC 1950, 8.2, word by word. */
export function adlerOf(bytes: Uint8Array): Buffer {
  let [low, high] = [1, 0]
  for (const byte of bytes) {
    low = (low + byte) % 65_521
    high = (high + low) % 65_521
  }
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(high * 65_536 + low)
  return sum
}
