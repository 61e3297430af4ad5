import { malformed } from '../refusals.ts'
import { createDeflatedInput } from './deflated-input.ts'
import { INFLATER_BYTES, type Layout } from './layout.ts'
import type { Machine } from './machine.ts'

/** Where the fields that `assembly/inflate-state.ts` describes begin, and two of them, in words of 32 bits. */
const FIELDS = INFLATER_BYTES - 64
const INPUT = 3
const OUTPUT = 4

/** Answers of the kernel. */
const [WANTS_INPUT, IS_FULL, IS_DONE] = [0, 1, 2]

/** Input is brought in a piece at a time. The kernel reads up to 64 bytes after the last one, which must be zero. */
const INPUT_BYTES = 64 * 1024
const ZEROS = 64

/** How far back deflated data may refer (RFC 1951, 2). */
const HISTORY_BYTES = 32 * 1024

/** Output is made in bands of at least this size, small enough for a core's own cache; some may be more than asked for. */
const BAND_BYTES = 128 * 1024
const OVERRUN_BYTES = 320

const HEAD_BYTES = 2
const SUM_BYTES = 4

/** Inflates a zlib stream (RFC 1950) of known length, a bit at a time. */
export interface Inflater {
  /**
   * The address of the next `bytes` of output, which stay there until more is taken.
   * @throws Failure `picture-malformed` when the stream is broken, or shorter
   */
  take(bytes: number): number
  /**
   * Sees to it that the stream ends where it was to end, with the right checksum.
   * @throws Failure `picture-malformed`
   */
  end(): void
}

/** Where an inflater works in the kernel's memory. */
export interface PlacedInflater {
  readonly input: number
  readonly window: number
  readonly windowBytes: number
}

/** @param mostTaken bytes that are taken at a time at most */
export function placeInflater(layout: Layout, mostTaken: number): PlacedInflater {
  const windowBytes = HISTORY_BYTES + mostTaken + BAND_BYTES
  return {
    input: layout.reserve(INPUT_BYTES + ZEROS),
    window: layout.reserve(windowBytes + OVERRUN_BYTES),
    windowBytes,
  }
}

/** @param length of the inflated data: not a byte more is handed out, less or more is refused */
export function createInflater(
  machine: Machine,
  place: PlacedInflater,
  deflated: readonly Uint8Array[],
  length: number,
): Inflater {
  const { input, window, windowBytes } = place
  const memory = new Uint8Array(machine.memory.buffer)
  const fields = new Uint32Array(machine.memory.buffer, FIELDS, OUTPUT + 1)
  const source = createDeflatedInput(deflated)
  /** The end of the input that is there, the next byte to hand out, and the end of what is there to be handed out. */
  let inputEnd = input
  let taken = window
  let made = window
  let left = length
  let sum = 1
  let isDone = false

  memory.fill(0, 0, INFLATER_BYTES)
  fields[INPUT] = input
  fields[OUTPUT] = window
  bringInput()
  readHead()

  function bringInput(): void {
    const from = fields[INPUT] ?? 0
    memory.copyWithin(input, from, inputEnd)
    inputEnd -= from - input
    inputEnd += source.fill(memory.subarray(inputEnd, input + INPUT_BYTES))
    memory.fill(0, inputEnd, inputEnd + ZEROS)
    fields[INPUT] = input
  }

  /** Deflate, a window of at most 32 KiB, no dictionary, and a sum that is a multiple of 31 (RFC 1950, 2.2). */
  function readHead(): void {
    const [method = 0, flags = 0] = memory.subarray(input, input + HEAD_BYTES)
    const isRight = (method & 15) === 8 && method >> 4 <= 7 && (flags & 0x20) === 0 && (method * 256 + flags) % 31 === 0
    if (inputEnd - input < HEAD_BYTES || !isRight) throw malformed('The pixel data of the PNG is no zlib stream.')
    fields[INPUT] = input + HEAD_BYTES
  }

  /** Goes on until `full`, an address, or to the stream's end; some more output may be made. */
  function inflate(full: number): void {
    for (;;) {
      const answer = machine.inflate(inputEnd, source.isAtEnd(), window, full)
      if (answer === WANTS_INPUT) {
        bringInput()
        continue
      }
      if (answer !== IS_FULL && answer !== IS_DONE) throw malformed('The pixel data of the PNG cannot be inflated.')
      const end = fields[OUTPUT] ?? 0
      sum = machine.adler(sum, made, end - made) >>> 0
      left -= end - made
      if (left < 0) throw malformed('The pixel data of the PNG is too long.')
      made = end
      isDone = answer === IS_DONE
      return
    }
  }

  /** Makes room in the window for another band. What may be referred to and what was not taken yet stays. */
  function slide(): void {
    const kept = Math.min(taken, Math.max(window, made - HISTORY_BYTES))
    memory.copyWithin(window, kept, made)
    taken -= kept - window
    made -= kept - window
    fields[OUTPUT] = made
  }

  function readSum(): number {
    if (inputEnd - (fields[INPUT] ?? 0) < SUM_BYTES) bringInput()
    const at = fields[INPUT] ?? 0
    if (inputEnd - at < SUM_BYTES) throw malformed('The pixel data of the PNG is cut off.')
    return new DataView(memory.buffer).getUint32(at)
  }

  return {
    take(bytes) {
      while (made - taken < bytes) {
        if (isDone || left === 0) throw malformed('The pixel data of the PNG is too short.')
        if (made >= window + windowBytes) slide()
        inflate(Math.min(window + windowBytes, made + left))
      }
      taken += bytes
      return taken - bytes
    },
    end() {
      if (!isDone) inflate(made + 1)
      if (!isDone || left > 0 || taken < made) throw malformed('The pixel data of the PNG does not end where it must.')
      if (readSum() !== sum) throw malformed('The pixel data of the PNG has a wrong checksum.')
    },
  }
}
