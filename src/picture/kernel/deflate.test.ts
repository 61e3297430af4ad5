import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { constants, deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { createLayout } from './layout.ts'
import { createMachine, type Flavour } from './machine.ts'
import { noise, noiseAt } from './sample-bytes.ts'

const WORK_BYTES = 100 * 1024
const BLOCK_BYTES = 65_535

const machines = { simd: createMachine('simd'), scalar: createMachine('scalar') }

/** The longest stream that the kernel promises. */
const most = (bytes: number) => bytes + 5 * (Math.ceil(bytes / BLOCK_BYTES) || 1) + 7

/**
 * Deflates bytes in one call; what lies around them and before them in memory is `rubbish`. What is after the longest
 * stream must still be rubbish, apart from the bytes that may be touched.
 */
function deflated(flavour: Flavour, bytes: Uint8Array, rubbish: number): Buffer {
  const layout = createLayout()
  const [source, work] = [layout.reserve(bytes.length), layout.reserve(WORK_BYTES)]
  const [target, after] = [layout.reserve(most(bytes.length)), layout.reserve(64)]
  return machines[flavour](layout.total(), (machine) => {
    const memory = new Uint8Array(machine.memory.buffer)
    memory.fill(rubbish, 0, layout.total())
    memory.set(bytes, source)
    const begun = machine.beginDeflate(target)
    const end = machine.deflate(source, bytes.length, true, work, begun)
    assert.ok(end - target <= most(bytes.length))
    assert.ok(memory.subarray(after, after + 64).every((byte) => byte === rubbish))
    return Buffer.from(memory.slice(target, end))
  })
}

/** Deflates with both builds, in memories of different rubbish, and looks whether the bytes come back. */
function deflatedAlike(bytes: Uint8Array): Buffer {
  const [simd, scalar] = [deflated('simd', bytes, 0x00), deflated('scalar', bytes, bytes.at(-1) ?? 0xaa)]
  assert.ok(simd.equals(scalar))
  assert.ok(inflateSync(simd).equals(bytes))
  return simd
}

const withRuns = (bytes: Uint8Array) => deflateSync(bytes, { strategy: constants.Z_RLE })

/** A byte, and how often it comes. */
const run = fc.tuple(
  fc.integer({ min: 0, max: 255 }),
  fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 255, max: 263 }), fc.integer({ min: 1, max: 2000 })),
)

const joined = (runs: readonly (readonly [byte: number, count: number])[]) =>
  new Uint8Array(Buffer.concat(runs.map(([byte, count]) => Buffer.alloc(count, byte))))

/** Each next symbol comes as often as the two before it together: the tree of their code is as deep as it can be. */
function fibonacciLike(symbols: number): Uint8Array {
  const counts = [1, 1]
  while (counts.length < symbols) counts.push((counts.at(-1) ?? 0) + (counts.at(-2) ?? 0))
  const bytes = joined(counts.map((count, symbol) => [symbol * 7, count]))
  // Mixed up, so that they are no runs.
  for (let at = bytes.length - 1; at > 0; at--) {
    const other = (noiseAt(at * 2) * 256 + noiseAt(at * 2 + 1)) % (at + 1)
    const [one = 0, two = 0] = [bytes[at], bytes[other]]
    bytes[at] = two
    bytes[other] = one
  }
  return bytes
}

describe('deflate', () => {
  it('gives bytes of any kind back, the same with both builds', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => void deflatedAlike(bytes)))
    fc.assert(fc.property(fc.array(run, { maxLength: 60 }), (runs) => void deflatedAlike(joined(runs))))
    const few = fc.uint8Array({ max: 2, minLength: 1, maxLength: 3000 })
    fc.assert(fc.property(few, (bytes) => void deflatedAlike(bytes)))
  })

  it('takes runs of every length', () => {
    const lengths = Array.from({ length: 530 }, (_, length) => [length & 0xff, length] as const)
    const bytes = joined(lengths)
    assert.ok(deflatedAlike(bytes).length <= withRuns(bytes).length * 1.01)
  })

  it('needs few bytes for one symbol alone', () => {
    for (const length of [1, 2, 3, 4, 258, 259, 260, 65_535, 65_536, 200_000]) {
      const bytes = new Uint8Array(length).fill(255)
      const blocks = Math.ceil(length / BLOCK_BYTES)
      assert.ok(deflatedAlike(bytes).length <= withRuns(bytes).length + 20 * blocks)
    }
  })

  it('stores what has no order, whatever its length', () => {
    for (const length of [0, 1, 100, 65_534, 65_535, 65_536, 131_070, 131_071]) {
      deflatedAlike(noise(length))
    }
  })

  it('makes no code too long where frequencies would', () => {
    for (const symbols of [14, 15, 16, 17, 20, 22]) {
      const bytes = fibonacciLike(symbols)
      assert.ok(bytes.length < BLOCK_BYTES)
      assert.ok(deflatedAlike(bytes).length <= withRuns(bytes).length * 1.01 + 20)
    }
  })

  it('uses all 256 bytes, evenly and unevenly', () => {
    const evenly = Uint8Array.from({ length: 60_000 }, (_, at) => at * 77)
    const unevenly = Uint8Array.from({ length: 60_000 }, (_, at) => (noiseAt(at) * noiseAt(at + 70_000)) >> 8)
    for (const bytes of [evenly, unevenly]) assert.ok(deflatedAlike(bytes).length <= withRuns(bytes).length * 1.01)
  })
})
