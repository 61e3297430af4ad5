import sharp from 'sharp'
import { lanczosReference, psnr } from '../src/picture/kernel/lanczos-reference.ts'
import type { Bitmap } from '../src/picture/orient.ts'

/**
 * How near results come to what the filter gives by its definition, from the fully decoded source.
 * @returns peak signal-to-noise ratio of each, in decibels
 */
export async function measureQuality(source: Uint8Array, results: readonly Uint8Array[]): Promise<number[]> {
  const decoded = await Promise.all(results.map(decode))
  const [first] = decoded
  if (!first) return []
  const exact = lanczosReference(await decode(source), first)
  return decoded.map((result) => psnr(result, exact))
}

async function decode(picture: Uint8Array): Promise<Bitmap> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
