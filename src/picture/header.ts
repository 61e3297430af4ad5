import type { BmpHeader } from './bmp-header.ts'
import type { GifHeader } from './gif-header.ts'
import type { JpegHeader } from './jpeg-header.ts'
import type { PngHeader } from './png-header.ts'

/** A source's header, by its format. */
export type Header = PngHeader | JpegHeader | GifHeader | BmpHeader
