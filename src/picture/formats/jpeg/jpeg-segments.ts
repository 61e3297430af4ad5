import type { Bytes } from '../../bytes.ts'
import { MAX_PARTS } from '../../limits.ts'
import { malformed } from '../../refusals.ts'

/** One marker of a JPEG (ITU-T T.81, B.1.1) with its parameters, without marker and length. */
export interface JpegSegment {
  readonly marker: number
  readonly body: Uint8Array
  /** The segment as it stands: marker, length, parameters, and behind an SOS its entropy-coded data. */
  readonly whole: Uint8Array
  /** Bytes of entropy-coded data behind the parameters; 0 for every marker but SOS. */
  readonly entropyBytes: number
}

export const SOI = 0xd8
export const EOI = 0xd9
export const SOS = 0xda
export const DQT = 0xdb
export const DHT = 0xc4
export const DRI = 0xdd
export const APP1 = 0xe1
export const APP2 = 0xe2
export const APP14 = 0xee

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7

/**
 * Walks the markers from SOI to EOI. Fill bytes and stray bytes between segments are stepped over, as libjpeg does;
 * what follows EOI is not looked at. A picture whose data ends without EOI ends the walk: whether it is complete is
 * for the decoder to say.
 * @throws Failure `picture-malformed` for a length that is too small or runs past the end, a second SOI, too
 *   many segments
 */
export function* walkJpegSegments(bytes: Bytes): Generator<JpegSegment> {
  let at = 2
  for (let count = 1; ; count++) {
    if (count > MAX_PARTS) throw malformed(`The JPEG has more than ${MAX_PARTS} segments.`)
    const start = findMarker(bytes.all, at)
    if (start === undefined) return
    const marker = bytes.u8(start + 1)
    at = start + 2
    if (marker === EOI) return
    if (marker === SOI) throw malformed('The JPEG has more than one start.')
    if (isRestart(marker) || marker === 0x01) continue
    const length = bytes.u16be(at)
    if (length < 2) throw malformed('A segment of the JPEG has an illegal length.')
    const body = bytes.slice(at + 2, length - 2)
    at += length
    const entropyBytes = marker === SOS ? entropyLength(bytes.all, at) : 0
    at += entropyBytes
    yield { marker, body, whole: bytes.slice(start, at - start), entropyBytes }
  }
}

/** The place of the last 0xFF before the next marker byte, or undefined where there is none. */
function findMarker(all: Uint8Array, from: number): number | undefined {
  let at = all.indexOf(0xff, from)
  while (at !== -1 && at + 1 < all.length) {
    const next = all[at + 1]
    if (next !== 0xff && next !== 0x00) return at
    at = next === 0xff ? at + 1 : all.indexOf(0xff, at + 2)
  }
  return undefined
}

/** How far behind a 0xFF the next one is looked for byte by byte before a search is worth its call. */
const NEAR = 32

/**
 * Length of the entropy-coded data from `from`: up to the next marker that is no restart marker and no stuffed 0xFF.
 * Usually every 256th byte is a 0xFF, and a search finds it at the speed of memory; in data that is full of them, a call
 * for each would be ten times as slow as looking.
 */
function entropyLength(all: Uint8Array, from: number): number {
  for (let at = all.indexOf(0xff, from); at !== -1; at = all.indexOf(0xff, at)) {
    for (const near = Math.min(at + NEAR, all.length - 1); at < near; at++) {
      if (all[at] !== 0xff) continue
      const next = all[at + 1] ?? 0
      if (next !== 0x00 && next !== 0xff && !isRestart(next)) return at - from
    }
    if (at >= all.length - 1) break
  }
  return all.length - from
}
