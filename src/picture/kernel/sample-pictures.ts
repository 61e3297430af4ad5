import type { Bitmap } from '../orient.ts'

type Pixel = readonly [red: number, green: number, blue: number, alpha: number]

/** A picture from a rule for its pixels. */
export function painted(width: number, height: number, colour: (x: number, y: number) => Pixel): Bitmap {
  const data = Buffer.alloc(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      colour(x, y).forEach((sample, channel) => {
        data[(y * width + x) * 4 + channel] = Math.max(0, Math.min(255, Math.round(sample)))
      })
    }
  }
  return { width, height, data }
}

/** Light that falls off, waves, hard edges and noise: about the detail of a photograph, the same at every run. */
export function photographLike(width: number, height: number): Bitmap {
  const noise = createNoise()
  return painted(width, height, (x, y) => {
    const wave = 40 * Math.sin(x / 9) * Math.cos(y / 13)
    const edge = (Math.floor(x / 37) + Math.floor(y / 29)) % 3 === 0 ? 60 : 0
    const light = 150 - 90 * Math.hypot(x / width - 0.5, y / height - 0.5)
    return [light + wave + noise(), light - wave + edge + noise(), 60 + edge + wave / 2 + noise(), 255]
  })
}

/** The same with alpha: clear, half clear, soft and hard borders. */
export function withAlpha({ width, height, data }: Bitmap): Bitmap {
  return painted(width, height, (x, y) => {
    const [red = 0, green = 0, blue = 0] = data.subarray((y * width + x) * 4)
    const soft = 400 - 900 * Math.hypot(x / width - 0.5, y / height - 0.5)
    return [red, green, blue, x % 61 < 6 ? 0 : soft]
  })
}

/** -12 to 12, from a linear congruential generator. */
function createNoise(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return ((state >> 16) % 25) - 12
  }
}
