import sharp from 'sharp'

/** How a source is stored. */
export type PhotographKind = 'jpeg' | 'png' | 'palette-png'

/** Gradients, shapes and noise that are the same at every run, with about the detail of a photograph. */
export async function photographLike(width: number, height: number, kind: PhotographKind): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3)
  let state = 1
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      const noise = (state >> 16) % 17
      const wave = 50 * Math.sin(x / 23) * Math.cos(y / 31)
      pixels[at++] = clamp((x / width) * 160 + wave + noise)
      pixels[at++] = clamp((y / height) * 160 - wave + noise)
      pixels[at++] = clamp(((x + y) % 400) / 2 + noise)
    }
  }
  const picture = sharp(pixels, { raw: { width, height, channels: 3 } })
  return kind === 'jpeg'
    ? picture.jpeg({ quality: 85 }).toBuffer()
    : picture.png({ palette: kind === 'palette-png' }).toBuffer()
}

const clamp = (value: number) => Math.max(0, Math.min(255, value))
