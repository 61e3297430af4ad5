import { deflateSync, inflateSync } from 'node:zlib'
import { createPngChunk } from './create-png-chunk.ts'
import type { PngChunk } from './png-chunks.ts'

/** The largest profile that is kept: those of printers, the largest there are, have about 3 MB. */
const MAX_PROFILE_BYTES = 4 * 1024 * 1024

/** Where the first chunk ends: signature, framing, 13 bytes. */
const IHDR_END = 33

/** A name of 1 to 79 bytes, its end, and the number of the only compression method. */
const NAME_BYTES = 79
const NAMED = Buffer.from('icc\0\0', 'latin1')

/**
 * The ICC profile in an iCCP chunk (PNG 3rd edition, 11.3.2.3), or undefined when it cannot be read: the chunk is
 * ancillary.
 */
export function readPngProfile({ body }: PngChunk): Uint8Array | undefined {
  const nameEnd = body.subarray(0, NAME_BYTES + 1).indexOf(0)
  if (nameEnd < 1 || body[nameEnd + 1] !== 0) return undefined
  try {
    return inflateSync(body.subarray(nameEnd + 2), { maxOutputLength: MAX_PROFILE_BYTES })
  } catch {
    return undefined
  }
}

/** An iCCP chunk, in its parts. */
export const createPngProfile = (profile: Uint8Array): Buffer[] =>
  createPngChunk('iCCP', Buffer.concat([NAMED, deflateSync(profile)]))

/** The same PNG with a profile behind its IHDR, where it has to stand. */
export const insertPngProfile = (png: Buffer, profile: Uint8Array): Buffer =>
  Buffer.concat([png.subarray(0, IHDR_END), ...createPngProfile(profile), png.subarray(IHDR_END)])
