/**
 * How a stored picture is turned to stand upright (Exif 2.32, tag 0x0112): 1 as it is, 2 mirrored, 3 turned by 180°,
 * 4 flipped, 5 transposed, 6 turned by 90° clockwise, 7 transversed, 8 turned by 90° anticlockwise.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

const ORIENTATION_TAG = 0x0112
const SHORT = 3
const LONG = 4
const ENTRY_BYTES = 12

/** Whether width and height change places when the picture is put upright. */
export const swapsSides = (orientation: Orientation): boolean => orientation >= 5

/**
 * Reads the orientation from an EXIF block (a TIFF header and its first directory; JPEG APP1 after `Exif\0\0`, PNG
 * eXIf). Metadata never makes a picture invalid: anything missing, broken or out of range is 1. Only the first
 * directory is read, no pointer is followed from it, so there is no loop to run into.
 */
export function readExifOrientation(exif: Uint8Array): Orientation {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength)
  if (view.byteLength < 8) return 1
  const byteOrder = view.getUint16(0)
  if (byteOrder !== 0x4949 && byteOrder !== 0x4d4d) return 1
  const little = byteOrder === 0x4949
  if (view.getUint16(2, little) !== 42) return 1

  const directory = view.getUint32(4, little)
  if (directory + 2 > view.byteLength) return 1
  const declared = view.getUint16(directory, little)
  const present = Math.min(declared, Math.floor((view.byteLength - directory - 2) / ENTRY_BYTES))
  for (let index = 0; index < present; index++) {
    const entry = directory + 2 + index * ENTRY_BYTES
    if (view.getUint16(entry, little) !== ORIENTATION_TAG) continue
    const type = view.getUint16(entry + 2, little)
    if (type === SHORT) return toOrientation(view.getUint16(entry + 8, little))
    return type === LONG ? toOrientation(view.getUint32(entry + 8, little)) : 1
  }
  return 1
}

/** What is out of range is 1. */
export function toOrientation(value: number): Orientation {
  return value >= 1 && value <= 8 ? (value as Orientation) : 1
}
