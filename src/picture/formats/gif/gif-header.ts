import type { Bytes } from '../../bytes.ts'
import type { HeaderFacts } from '../../header-facts.ts'
import { malformed } from '../../refusals.ts'

/** The first frame of a GIF: where it stands on the canvas and which bytes make it. */
export interface GifFrame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** The graphic control extension that belongs to the frame (it says which index is transparent), or nothing. */
  readonly control: Uint8Array
  /** Image descriptor, local colour table and compressed indices. */
  readonly whole: Uint8Array
  readonly minimumCodeSize: number
  /** The compressed indices: sub-blocks with their lengths, up to and with the empty one. */
  readonly subBlocks: Uint8Array
}

/** A GIF whose blocks stand as they must. Frames are counted; the first one, on the canvas, is the picture. */
export interface GifHeader extends HeaderFacts {
  readonly format: 'gif'
  /** Signature, logical screen descriptor and global colour table. */
  readonly screen: Uint8Array
  readonly firstFrame: GifFrame
}

const IMAGE = 0x2c
const EXTENSION = 0x21
const TRAILER = 0x3b
const GRAPHIC_CONTROL = 0xf9
const NOTHING: Uint8Array = new Uint8Array(0)

/**
 * Walks the blocks of a GIF (GIF89a, appendix A) without decompressing anything.
 * @throws Failure `picture-malformed`
 */
export function readGifHeader(bytes: Bytes): GifHeader {
  const [width, height] = [bytes.u16le(6), bytes.u16le(8)]
  if (width === 0 || height === 0) throw malformed('The GIF has no canvas.')
  const screen = bytes.slice(0, 13 + colourTableBytes(bytes.u8(10)))

  let at = screen.length
  let frames = 0
  let control: Uint8Array = NOTHING
  let firstFrame: GifFrame | undefined
  for (;;) {
    const kind = bytes.u8(at)
    if (kind === TRAILER) break
    if (kind === EXTENSION) {
      const end = endOfSubBlocks(bytes, at + 2)
      if (bytes.u8(at + 1) === GRAPHIC_CONTROL) control = readControl(bytes, at, end)
      at = end
    } else if (kind === IMAGE) {
      const end = endOfFrame(bytes, at)
      firstFrame ??= readFrame(bytes, at, end, control)
      frames++
      control = NOTHING
      at = end
    } else throw malformed('The GIF has an unknown block.')
  }
  if (!firstFrame) throw malformed('The GIF has no frame.')
  if (firstFrame.left + firstFrame.width > width || firstFrame.top + firstFrame.height > height) {
    throw malformed('The first frame of the GIF does not lie on its canvas.')
  }
  const sides = { width, height, storedWidth: width, storedHeight: height }
  return { format: 'gif', ...sides, frames, orientation: 1, hasAlpha: true, screen, firstFrame }
}

function readControl(bytes: Bytes, at: number, end: number): Uint8Array {
  if (bytes.u8(at + 2) !== 4 || end - at !== 8) throw malformed('The GIF has an illegal graphic control extension.')
  return bytes.slice(at, 8)
}

/** The place of a frame's minimum code size, behind its descriptor and its local colour table. */
function codesOf(bytes: Bytes, at: number): number {
  return at + 10 + colourTableBytes(bytes.u8(at + 9))
}

function endOfFrame(bytes: Bytes, at: number): number {
  return endOfSubBlocks(bytes, codesOf(bytes, at) + 1)
}

function readFrame(bytes: Bytes, at: number, end: number, control: Uint8Array): GifFrame {
  const [left, top] = [bytes.u16le(at + 1), bytes.u16le(at + 3)]
  const [width, height] = [bytes.u16le(at + 5), bytes.u16le(at + 7)]
  if (width === 0 || height === 0) throw malformed('The first frame of the GIF has no pixels.')
  const codes = codesOf(bytes, at)
  const minimumCodeSize = bytes.u8(codes)
  const subBlocks = bytes.slice(codes + 1, end - codes - 1)
  return { left, top, width, height, control, whole: bytes.slice(at, end - at), minimumCodeSize, subBlocks }
}

/** Bytes of the colour table that the packed fields of a screen or an image descriptor announce. */
function colourTableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0
}

/** The place behind the empty sub-block that ends the sequence at `at`. */
function endOfSubBlocks(bytes: Bytes, at: number): number {
  let length = bytes.u8(at)
  let next = at + 1
  while (length > 0) {
    next += length
    length = bytes.u8(next)
    next++
  }
  return next
}
