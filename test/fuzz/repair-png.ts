import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { PNG_SIGNATURE, pngChunk } from '../pictures.ts'

/** Around a chunk's body: length and type before it, checksum behind it. */
const [HEAD_BYTES, CRC_BYTES] = [8, 4]

/** Data longer than that is left as it is. */
const MOST_INFLATED = 1_000_000

/**
 * The same PNG with right checksums; now and then with a change in its pixel data too, compressed anew. Anything else
 * than a PNG comes back as it is.
 */
export function repairPng(picture: Buffer, random: () => number): Buffer {
  if (!picture.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return picture
  const changesPixels = random() < 0.3
  const repaired = Buffer.from(picture)
  for (let at = PNG_SIGNATURE.length; at + HEAD_BYTES + CRC_BYTES <= repaired.length; ) {
    const end = at + HEAD_BYTES + repaired.readUInt32BE(at)
    if (end + CRC_BYTES > repaired.length) break
    if (changesPixels && repaired.toString('latin1', at + 4, at + HEAD_BYTES) === 'IDAT') {
      const changed = changedData(repaired.subarray(at + HEAD_BYTES, end), random)
      if (changed) {
        return Buffer.concat([repaired.subarray(0, at), pngChunk('IDAT', changed), repaired.subarray(end + CRC_BYTES)])
      }
    }
    repaired.writeUInt32BE(crc32(repaired.subarray(at + 4, end)), end)
    at = end + CRC_BYTES
  }
  return repaired
}

/** Deflated data with one byte more, less or other than before; undefined where it cannot be inflated. */
function changedData(deflated: Buffer, random: () => number): Buffer | undefined {
  try {
    const raw = inflateSync(deflated, { maxOutputLength: MOST_INFLATED })
    const at = Math.floor(random() * raw.length)
    const tails = [raw.subarray(at + 1), raw.subarray(at), raw.subarray(Math.min(at * 2, raw.length))]
    const tail = tails[Math.floor(random() * tails.length)] ?? raw
    return deflateSync(Buffer.concat([raw.subarray(0, at), Buffer.of(Math.floor(random() * 256)), tail]))
  } catch {
    return undefined
  }
}
