import sharp from 'sharp'

/** 16 bytes that no picture has by chance; as pixels, four opaque ones. */
export const PATTERN = Buffer.from('c0ffee03deadbe07facade0b5ca1ab0f', 'hex')

/** The same four pixels without alpha, and made opaque. */
const COLOURS = Buffer.from([...PATTERN].filter((_, at) => at % 4 !== 3))

/** So much of the pattern, from anywhere in it, is no chance: its beginning and end may be cut off or overwritten. */
const PIECE_BYTES = 8

export const PATTERN_SIDE = 1024

/** Pictures full of the pattern, which leave it behind in the memory of whoever decodes them. */
export async function patternPictures(): Promise<Buffer[]> {
  const pixels = (channels: 3 | 4) => {
    const data = Buffer.alloc(PATTERN_SIDE * PATTERN_SIDE * channels).fill(channels === 4 ? PATTERN : COLOURS)
    return sharp(data, { raw: { width: PATTERN_SIDE, height: PATTERN_SIDE, channels } })
  }
  return [
    await pixels(4).png().toBuffer(),
    await pixels(3).png().toBuffer(),
    await pixels(3).png({ progressive: true }).toBuffer(),
  ]
}

/** Whether a piece of the pattern is among the pixels of a result, with alpha or without. */
export async function showsPattern(result: Uint8Array): Promise<boolean> {
  const whole = await sharp(result).ensureAlpha().raw().toBuffer()
  const colours = Buffer.from(whole.filter((_, at) => at % 4 !== 3))
  return [whole, colours].some((pixels) => pieces.some((piece) => pixels.includes(piece)))
}

const pieces = [PATTERN, COLOURS].flatMap((pattern) => {
  const twice = Buffer.concat([pattern, pattern])
  return Array.from(pattern, (_, start) => twice.subarray(start, start + PIECE_BYTES))
})
