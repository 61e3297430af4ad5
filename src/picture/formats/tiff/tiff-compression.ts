import { variantNotSupported } from '../../refusals.ts'

/** How the pieces of a TIFF are compressed (tag Compression). */
export interface TiffCompression {
  readonly name: 'none' | 'fax-rle' | 'fax-3' | 'fax-4' | 'lzw' | 'jpeg' | 'deflate' | 'packbits'
  /** Bytes of pixels that one compressed byte can stand for at most; without a bound, what is missing is white or grey. */
  readonly mostPerByte: number
  /** The picture is one JPEG, which a tag of its own points to (TIFF 6.0, section 22; nobody writes it any more). */
  readonly isOneJpeg?: boolean
}

const UNBOUNDED = Number.POSITIVE_INFINITY
/** The longest string of 12-bit codes has 3840 bytes. */
const LZW_MOST = 2560
const DEFLATE: TiffCompression = { name: 'deflate', mostPerByte: 1032 }

const COMPRESSIONS: Readonly<Record<number, TiffCompression>> = {
  1: { name: 'none', mostPerByte: 1 },
  2: { name: 'fax-rle', mostPerByte: UNBOUNDED },
  3: { name: 'fax-3', mostPerByte: UNBOUNDED },
  4: { name: 'fax-4', mostPerByte: UNBOUNDED },
  5: { name: 'lzw', mostPerByte: LZW_MOST },
  6: { name: 'jpeg', mostPerByte: UNBOUNDED, isOneJpeg: true },
  7: { name: 'jpeg', mostPerByte: UNBOUNDED },
  8: DEFLATE,
  32773: { name: 'packbits', mostPerByte: 64 },
  32946: DEFLATE,
}

const NOT_SUPPORTED: Readonly<Record<number, string>> = {
  34887: 'LERC',
  34925: 'LZMA',
  50000: 'Zstandard',
  50001: 'WebP',
  50002: 'JPEG XL',
}

/** @throws Failure `picture-variant-not-supported` */
export function compressionOf(tag: number): TiffCompression {
  const compression = COMPRESSIONS[tag]
  if (compression) return compression
  const name = NOT_SUPPORTED[tag]
  throw variantNotSupported(`The TIFF is compressed with ${name ?? 'something that is not supported'}.`)
}
