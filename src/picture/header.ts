import type { BmpHeader } from './formats/bmp/bmp-header.ts'
import type { GifHeader } from './formats/gif/gif-header.ts'
import type { JpegHeader } from './formats/jpeg/jpeg-header.ts'
import type { PngHeader } from './formats/png/png-header.ts'
import type { TiffHeader } from './formats/tiff/tiff-header.ts'
import type { WebpHeader } from './formats/webp/webp-header.ts'

/** A source's header, by its format. */
export type Header = PngHeader | JpegHeader | GifHeader | BmpHeader | TiffHeader | WebpHeader
