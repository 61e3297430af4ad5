/** Bytes without any order, the same at every run: the one at a place (Thomas Wang's hash of it). */
export function noiseAt(at: number): number {
  let mixed = (at ^ 61 ^ (at >>> 16)) * 9
  mixed = Math.imul(mixed ^ (mixed >>> 4), 0x27d4eb2d)
  return (mixed ^ (mixed >>> 15)) & 0xff
}

export const noise = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => noiseAt(at))
