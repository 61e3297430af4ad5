import type { Sides } from '../size/sides.ts'

/** A picture as somebody has chosen it. Its addresses show it, until `release` is called. */
export interface ChosenPicture {
  readonly blob: Blob
  readonly name: string
  readonly url: string
  /** The same in small, so that a list of large pictures does not decode each of them again and again. */
  readonly thumbnailUrl: string | undefined
  /** As displayed; undefined when the browser cannot show the picture. The service may know better, so it can be sent. */
  readonly sides: Sides | undefined
  readonly release: () => void
}

/** The longer side of a thumbnail, in pixels. */
const THUMBNAIL_SIDE = 240

/** Looks at a picture that somebody has chosen. Decoding happens beside the page's own work. */
export async function openPicture(blob: Blob, name: string): Promise<ChosenPicture> {
  const url = URL.createObjectURL(blob)
  const image = new Image()
  image.src = url
  const isShown = await image.decode().then(
    () => true,
    () => false,
  )
  const sides = isShown ? { width: image.naturalWidth, height: image.naturalHeight } : undefined
  const thumbnail = sides && (await drawThumbnail(blob, sides).catch(() => undefined))
  const thumbnailUrl = thumbnail && URL.createObjectURL(thumbnail)
  const release = () => {
    URL.revokeObjectURL(url)
    if (thumbnailUrl) URL.revokeObjectURL(thumbnailUrl)
  }
  return { blob, name, url, thumbnailUrl: thumbnailUrl ?? (isShown ? url : undefined), sides, release }
}

async function drawThumbnail(blob: Blob, { width, height }: Sides): Promise<Blob> {
  const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(width, height))
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale))
  const resize = { resizeWidth: side(width), resizeHeight: side(height), resizeQuality: 'medium' as const }
  const bitmap = await createImageBitmap(blob, resize)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  bitmap.close()
  return await canvas.convertToBlob({ type: 'image/webp' })
}
