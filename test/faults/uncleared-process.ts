/**
 * A program that fills its memory with the canary pattern, frees it, and then decodes pictures with too little data in
 * the same process. It sends the names of those that show the pattern, and whether a fresh buffer does. Argument: the
 * engine.
 */
import { createInProcessEngine } from '../../src/picture/in-process-engine.ts'
import { type Limits, limitSettings } from '../../src/picture/limits.ts'
import { PATTERN } from './canary-pattern.ts'
import { feedLeakPictures, LARGE_RESULTS } from './leak-pictures.ts'

/** Buffers of all sizes that decoders ask for: small ones out of Node's pool, rows, whole pictures. */
const ROW_BYTES = 9999 * 4
const SIZES = [64, 1024, 4096, ROW_BYTES, 262_144, 4_194_304]
const BYTES_OF_EACH = 8 * 1024 * 1024

let isExposed = false

function fillAndFree(): void {
  for (const size of SIZES) {
    const buffers = Array.from({ length: BYTES_OF_EACH / size }, () => Buffer.allocUnsafe(size).fill(PATTERN))
    buffers.length = 0
    globalThis.gc?.()
  }
  isExposed ||= Buffer.allocUnsafe(ROW_BYTES).includes(PATTERN)
}

const limits: Limits = { ...limitSettings.read(LARGE_RESULTS), engine: process.argv[2] as Limits['engine'] }
const leaks = await feedLeakPictures(createInProcessEngine(limits), limits, fillAndFree)
process.send?.({ isExposed, leaks })
