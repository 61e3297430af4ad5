const fnvOffsetBasis = 0x811c9dc5
const fnvPrime = 0x01000193

/**
 * The partition of a key: FNV-1a (32 bits) of its bytes, modulo the number of partitions. Equal keys always share a
 * partition, so they keep their order.
 */
export function partitionOf(key: Uint8Array, partitions: number): number {
  let hash = fnvOffsetBasis
  for (const byte of key) hash = Math.imul(hash ^ byte, fnvPrime)
  return (hash >>> 0) % partitions
}
