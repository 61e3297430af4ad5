/** Bits of fax data, the highest one of a byte first. Behind the end there are zeros, which begin no code. */
export interface FaxBits {
  /** The next `count` bits, at most 16, without taking them. */
  peek(count: number): number
  drop(count: number): void
  /** Goes on to the next whole byte. */
  align(): void
  /** Takes zeros up to the next 1, and that one too. */
  dropToOne(): void
  /** Whether every bit has been taken. */
  ended(): boolean
}

export function readFaxBits(data: Uint8Array): FaxBits {
  const length = data.length * 8
  let at = 0
  const peek = (count: number) => {
    const byte = at >>> 3
    const three = ((data[byte] ?? 0) << 16) | ((data[byte + 1] ?? 0) << 8) | (data[byte + 2] ?? 0)
    return (three >>> (24 - (at & 7) - count)) & ((1 << count) - 1)
  }
  return {
    peek,
    drop(count) {
      at += count
    },
    align() {
      at = (at + 7) & ~7
    },
    dropToOne() {
      while (at < length && peek(1) === 0) at += (at & 7) === 0 && data[at >>> 3] === 0 ? 8 : 1
      at++
    },
    ended: () => at >= length,
  }
}
