import type { BmpHeader } from './bmp-header.ts'
import type { Orientation } from './exif-orientation.ts'
import type { GifHeader } from './gif-header.ts'
import type { JpegHeader } from './jpeg-header.ts'
import type { PngHeader } from './png-header.ts'

/** What every header says. `width` and `height` are upright, as displayed; `stored…` are the sides in the bytes. */
export interface CommonHeader {
  readonly width: number
  readonly height: number
  readonly storedWidth: number
  readonly storedHeight: number
  /** Frames that count against the limits; the first one is resized. */
  readonly frames: number
  readonly orientation: Orientation
}

/** A source's header, by its format. */
export type Header = PngHeader | JpegHeader | GifHeader | BmpHeader
