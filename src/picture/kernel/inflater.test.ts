import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { deflateRawSync, deflateSync, inflateRawSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { Failure } from '../../errors/failure.ts'
import { createInflater, placeInflater } from './inflater.ts'
import { createLayout } from './layout.ts'
import { createMachine } from './machine.ts'
import { adlerOf, anyBytes, anyCodedBlock, anyOptions } from './sample-streams.ts'

const MACHINES = (['simd', 'scalar'] as const).map((flavour) => ({ flavour, withMachine: createMachine(flavour) }))
const SMALL = 1 << 20

/** Every build's answer must be the same: the bytes, or nothing when the stream is refused. */
function inflate(pieces: readonly Uint8Array[], length: number, step = Math.max(1, length)): Buffer | undefined {
  const answers = MACHINES.map(({ withMachine }) => {
    const layout = createLayout()
    const place = placeInflater(layout, step)
    return withMachine(layout.total(), (machine) => {
      const memory = new Uint8Array(machine.memory.buffer)
      const taken: Buffer[] = []
      try {
        const inflater = createInflater(machine, place, pieces, length)
        for (let at = 0; at < length; at += step) {
          const bytes = Math.min(step, length - at)
          const from = inflater.take(bytes)
          taken.push(Buffer.from(memory.subarray(from, from + bytes)))
        }
        inflater.end()
        return Buffer.concat(taken)
      } catch (error) {
        assert.ok(error instanceof Failure && error.code === 'picture-malformed', String(error))
        return undefined
      }
    })
  })
  assert.deepEqual(answers[1], answers[0])
  return answers[0]
}

/** zlib lets go of its memory after a turn of the event loop. */
const released = () => setImmediate()

function byZlib(deflated: Uint8Array): Buffer | undefined {
  try {
    return inflateSync(deflated, { maxOutputLength: SMALL })
  } catch {
    return undefined
  }
}

const cut = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))

describe('an inflater', () => {
  it('inflates what zlib deflates, whatever its way, its pieces and the steps it is taken in', async () => {
    const size = fc.integer({ min: 1, max: 3000 })
    await fc.assert(
      fc.asyncProperty(anyBytes, anyOptions, size, size, async (bytes, options, piece, step) => {
        await released()
        const deflated = deflateSync(bytes, options)
        assert.deepEqual(inflate(cut(deflated, piece), bytes.length, step), bytes)
        assert.deepEqual(inflate([deflated, Buffer.from('more')], bytes.length), bytes)
        assert.equal(inflate([deflated], bytes.length + 1), undefined)
        if (bytes.length > 0) assert.equal(inflate([deflated], bytes.length - 1), undefined)
      }),
    )
  })

  it('agrees with zlib about streams that were changed, cut or mixed', async () => {
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(
        anyBytes,
        anyOptions,
        fc.array(change, { maxLength: 3 }),
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        fc.boolean(),
        async (bytes, options, changes, share, near) => {
          await released()
          const whole = deflateSync(bytes, options)
          const changed = Buffer.from(share > 0.75 ? whole : whole.subarray(0, Math.round(whole.length * share)))
          // Near the beginning, where the codes stand.
          const reach = near ? Math.min(60, changed.length) : changed.length
          for (const [place, mask] of changes) {
            const at = Math.min(Math.floor(place * reach), changed.length - 1)
            if (at >= 0) changed[at] = (changed[at] ?? 0) ^ mask
          }
          const expected = byZlib(changed)
          assert.deepEqual(inflate(cut(changed, 97), expected?.length ?? bytes.length), expected)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('agrees with zlib about codes of any lengths, complete or not', async () => {
    await fc.assert(
      fc.asyncProperty(anyCodedBlock, async (block) => {
        await released()
        let expected: Buffer | undefined
        let end = block.length
        try {
          const { buffer, engine } = inflateRawSync(block, { maxOutputLength: SMALL, info: true }) as unknown as {
            buffer: Buffer
            engine: { bytesWritten: number }
          }
          expected = buffer
          end = engine.bytesWritten
        } catch {}
        const sum = adlerOf(expected ?? Buffer.alloc(0))
        const stream = Buffer.concat([Buffer.from([0x78, 0x9c]), block.subarray(0, end), sum])
        assert.deepEqual(inflate([stream], expected?.length ?? 100), expected)
      }),
      { numRuns: 600 },
    )
  })

  it('keeps what may be referred to, however long the stream is', () => {
    const far = Buffer.from(Uint8Array.from({ length: 32_768 - 300 }, (_, at) => (at * at * 31) >> 5))
    for (const repeated of [Buffer.alloc(1_500_000), Buffer.concat(new Array(20).fill(far)), noise(700_000)]) {
      for (const level of [0, 1, 9]) {
        const deflated = deflateSync(repeated, { level })
        for (const [piece, step] of [
          [8192, 4001],
          [deflated.length, 300_000],
        ] as const) {
          assert.ok(inflate(cut(deflated, piece), repeated.length, step)?.equals(repeated))
        }
      }
    }
  })

  it('takes many blocks without any bytes, and refuses a stream of nothing else', () => {
    const empty = Buffer.from([0, 0, 0, 0xff, 0xff])
    const blocks = new Array(30_000).fill(empty)
    const end = deflateRawSync(Buffer.from('end'))
    const head = Buffer.from([0x78, 0x9c])
    assert.deepEqual(inflate([head, ...blocks, end, adlerOf(Buffer.from('end'))], 3), Buffer.from('end'))
    assert.equal(inflate([head, ...blocks], 3), undefined)
  })

  it('refuses every head but that of deflate with a window of at most 32 KiB and no dictionary', () => {
    const deflated = deflateSync(Buffer.from('some bytes'))
    for (let head = 0; head <= 0xffff; head++) {
      deflated.writeUInt16BE(head)
      // Both builds read the head alike, in the same lines.
      const expected = head % 31 === 0 && (head >> 8) % 16 === 8 && head >> 12 <= 7 && (head & 0x20) === 0
      if (expected || head % 97 === 0) assert.equal(inflate([deflated], 10) !== undefined, expected, head.toString(16))
    }
  })

  it('refuses nothing at all, a piece of a head and a missing byte of the checksum', () => {
    const deflated = deflateSync(Buffer.from('some bytes'))
    for (const length of [0, 1, 2, 3, deflated.length - 4, deflated.length - 1]) {
      assert.equal(inflate([deflated.subarray(0, length)], 10), undefined)
    }
    assert.equal(inflate([], 10), undefined)
    assert.deepEqual(inflate([Buffer.alloc(0), ...cut(deflated, 1), Buffer.alloc(0)], 10), Buffer.from('some bytes'))
  })
})

function noise(length: number): Buffer {
  let state = 1
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return state >> 16
    }),
  )
}
