import sharp from 'sharp'
import { photographOf } from '../../bench/sources.ts'

/** Real pictures of several kinds, each of other sides, and what to make of them. */
export async function somePictures(count: number) {
  return await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const photograph = await photographOf(60 + index, 50, index % 3 === 0 ? 'jpeg' : 'png')
      const source = index % 3 === 2 ? await sharp(photograph).webp().toBuffer() : photograph
      const format = (['png', 'jpeg', 'webp'] as const)[index % 3] ?? 'png'
      return { source, options: { width: 12 + (index % 20), format } }
    }),
  )
}
