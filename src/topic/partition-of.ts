const seed = 0x9747b28c
const multiplier = 0x5bd1e995

/**
 * The partition of a key, the same as every Kafka client written in Java picks: murmur2 of its bytes, without the sign,
 * modulo the number of partitions. Equal keys always share a partition, so they keep their order, and a message has the
 * same partition whichever client writes it.
 */
export function partitionOf(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions
}

/** MurmurHash2 (32 bits) with the seed that Kafka uses, as a signed number. */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  const whole = length & ~3
  let hash = seed ^ length
  for (let index = 0; index < whole; index += 4) {
    hash = Math.imul(hash, multiplier) ^ mixed(view.getInt32(index, true))
  }
  if (length > whole) {
    let rest = 0
    for (let index = length - 1; index >= whole; index--) rest = (rest << 8) | view.getUint8(index)
    hash = Math.imul(hash ^ rest, multiplier)
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier)
  return hash ^ (hash >>> 15)
}

function mixed(word: number): number {
  const product = Math.imul(word, multiplier)
  return Math.imul(product ^ (product >>> 24), multiplier)
}
