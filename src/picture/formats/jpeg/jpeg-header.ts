import { type Bytes, readBytes } from '../../bytes.ts'
import { type Orientation, readExifOrientation, swapsSides } from '../../exif-orientation.ts'
import type { HeaderFacts } from '../../header-facts.ts'
import { malformed, variantNotSupported } from '../../refusals.ts'
import { isFrame, type JpegFrame, leastEntropyBytes, readFrame, readScan } from './jpeg-frame.ts'
import { APP1, APP2, APP14, DHT, DQT, DRI, type JpegSegment, SOS, walkJpegSegments } from './jpeg-segments.ts'
import { checkHuffmanTables, readQuantizationTables } from './jpeg-tables.ts'

/** A JPEG whose markers stand as they must. */
export interface JpegHeader extends HeaderFacts {
  readonly format: 'jpeg'
  readonly progressive: boolean
  readonly scans: number
  /** The segments that make the pixels, in order: tables, frame, scans, restart interval, Adobe's colour transform. */
  readonly pixelSegments: readonly JpegSegment[]
  readonly colours: JpegColours
  /** The ICC profile, in pieces. */
  readonly profileSegments: readonly JpegSegment[]
}

/** What the components of a JPEG are. Inks are stored as Adobe does: the more, the less ink. */
export type JpegColours = 'grey' | 'ycc' | 'rgb' | 'cmyk' | 'ycck'

/**
 * Reads a JPEG's markers without decoding anything.
 * @throws Failure `picture-malformed`, `picture-variant-not-supported`
 */
export function readJpegHeader(bytes: Bytes): JpegHeader {
  let frame: JpegFrame | undefined
  let orientation: Orientation | undefined
  let adobeTransform: number | undefined
  let scans = 0
  let entropyBytes = 0
  const pixelSegments: JpegSegment[] = []
  const profileSegments: JpegSegment[] = []
  const tables = new Set<number>()
  const scanned = new Set<number>()

  for (const segment of walkJpegSegments(bytes)) {
    const { marker, body } = segment
    if (isFrame(marker)) {
      if (frame) throw malformed('The JPEG has more than one frame.')
      frame = readFrame(marker, body)
    } else if (marker === SOS) {
      if (!frame) throw malformed('The JPEG has a scan before its frame.')
      for (const id of readScan(body, frame).componentIds) scanned.add(id)
      scans++
      entropyBytes += segment.entropyBytes
    } else if (marker === DQT) {
      for (const table of readQuantizationTables(body)) tables.add(table)
    } else if (marker === DHT) checkHuffmanTables(body)
    else if (marker === DRI) readBytes(body).u16be(0)
    else if (marker === APP14 && readBytes(body).has(0, 'Adobe')) adobeTransform = body[11]
    else {
      if (marker === APP1 && readBytes(body).has(0, 'Exif\0')) orientation ??= readExifOrientation(body.subarray(6))
      if (marker === APP2 && readBytes(body).has(0, 'ICC_PROFILE\0')) profileSegments.push(segment)
      continue
    }
    pixelSegments.push(segment)
  }

  if (!frame) throw malformed('The JPEG has no frame.')
  if (!frame.components.every(({ id, quantizationTable }) => scanned.has(id) && tables.has(quantizationTable))) {
    throw malformed('A component of the JPEG has no scan or no quantization table.')
  }
  if (entropyBytes < leastEntropyBytes(frame)) throw malformed('The JPEG ends before its pixels are complete.')

  orientation ??= 1
  const { width: storedWidth, height: storedHeight, progressive } = frame
  const [width, height] = swapsSides(orientation) ? [storedHeight, storedWidth] : [storedWidth, storedHeight]
  const sides = { width, height, storedWidth, storedHeight }
  const colours = coloursOf(frame, adobeTransform, hasJfif(bytes))
  const pixels = { progressive, scans, pixelSegments, colours }
  return { format: 'jpeg', ...sides, frames: 1, orientation, hasAlpha: false, ...pixels, profileSegments }
}

function hasJfif(bytes: Bytes): boolean {
  return bytes.has(2, '\xff\xe0') && bytes.has(6, 'JFIF\0')
}

/**
 * The rule of libjpeg (jdapimin.c, default_decompress_parms): JFIF is YCbCr, Adobe's marker says, else the names R, G,
 * B do. Without Adobe's marker nobody can know what four components are.
 * @throws Failure `picture-variant-not-supported`
 */
function coloursOf({ components }: JpegFrame, adobeTransform: number | undefined, jfif: boolean): JpegColours {
  if (components.length === 1) return 'grey'
  if (components.length === 4) {
    if (adobeTransform === undefined) throw variantNotSupported('The JPEG does not say what its four components are.')
    return adobeTransform === 0 ? 'cmyk' : 'ycck'
  }
  if (jfif) return 'ycc'
  if (adobeTransform !== undefined) return adobeTransform === 0 ? 'rgb' : 'ycc'
  return String.fromCharCode(...components.map(({ id }) => id)) === 'RGB' ? 'rgb' : 'ycc'
}
