import type { Sides } from '../size/sides.ts'

/** A picture as somebody has chosen it. Its `url` shows it, until `release` is called. */
export interface ChosenPicture {
  readonly blob: Blob
  readonly name: string
  readonly url: string
  /** As displayed; undefined when the browser cannot show the picture. The service may know better, so it can be sent. */
  readonly sides: Sides | undefined
  readonly release: () => void
}

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
  return { blob, name, url, sides, release: () => URL.revokeObjectURL(url) }
}
