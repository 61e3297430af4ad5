import { readFileSync } from 'node:fs'
import sharp, { type Sharp } from 'sharp'

/** How a source is stored. */
export type SourceKind = 'jpeg' | 'png' | 'palette-png'

/** A photograph of 1800 × 1200 pixels: Dave Perrett's Landscape_1.jpg of exif-orientation-examples, MIT licence. */
const PHOTOGRAPH = readFileSync(new URL('./photograph.jpg', import.meta.url))
const SIDES = { width: 1800, height: 1200 }

/**
 * The photograph in other sides, with the detail that a camera gives it: smaller ones are scaled, larger ones are laid
 * out of it and its mirror images, since one that was enlarged is smoother than any real one.
 */
export async function photographOf(width: number, height: number, kind: SourceKind): Promise<Buffer> {
  const isSmall = width <= SIDES.width && height <= SIDES.height
  const pixels = isSmall
    ? sharp(PHOTOGRAPH).resize(width, height)
    : (await mirrored()).extract({ left: 0, top: 0, width, height })
  const opaque = pixels.removeAlpha()
  return kind === 'jpeg'
    ? opaque.jpeg({ quality: 85 }).toBuffer()
    : opaque.png({ palette: kind === 'palette-png' }).toBuffer()
}

/** Three by three of the photograph, each next to its mirror image, so that no edge is seen: 5400 × 3600 pixels. */
async function mirrored(): Promise<Sharp> {
  const { width, height } = SIDES
  const raw = { raw: { width: width * 3, height: height * 3, channels: 3 } } as const
  const extended = await sharp(PHOTOGRAPH)
    .extend({ left: width, right: width, top: height, bottom: height, extendWith: 'mirror' })
    .raw()
    .toBuffer()
  return sharp(extended, raw)
}
