import { Failure } from '../../errors/failure.ts'
import { crop, layOnCanvas, readColour } from '../canvas.ts'
import type { Resized, ResizeRequest } from '../engine.ts'
import { swapsSides } from '../exif-orientation.ts'
import { type Geometry, planGeometry, type Sides } from '../geometry.ts'
import type { Limits } from '../limits.ts'
import { type Bitmap, orient, toStored } from '../orient.ts'
import { pixelDigest } from '../pixel-digest.ts'
import { type Decoded, decode } from './decode.ts'
import { encodePng } from './encode.ts'
import { scale } from './scale.ts'

/**
 * Resizes one picture in this process: check, decode, plan, resize, encode. Nothing here bounds time or memory.
 * @throws Failure `picture-…`, `request-not-valid`, `result-too-large`, `engine-out-of-memory`
 */
export async function resizePicture(source: Uint8Array, request: ResizeRequest, limits: Limits): Promise<Resized> {
  const colour = readColour(request.background)
  const started = performance.now()
  const decoded = await decode(source, limits)
  const decodedAt = performance.now()
  const bitmap = resizeDecoded(decoded, request, colour, limits)
  const resizedAt = performance.now()
  const bytes = await encodePng(bitmap)
  const encodedAt = performance.now()
  if (bytes.length > limits.maxResultBytes) {
    const detail = `The result has ${bytes.length} bytes, ${limits.maxResultBytes} are allowed.`
    throw new Failure('result-too-large', { detail })
  }
  return {
    bytes,
    format: request.format,
    width: bitmap.width,
    height: bitmap.height,
    pixelDigest: pixelDigest(bitmap),
    timings: {
      waitMs: 0,
      decodeMs: decodedAt - started,
      resizeMs: resizedAt - decodedAt,
      encodeMs: encodedAt - resizedAt,
      totalMs: performance.now() - started,
    },
  }
}

/** Scales before turning upright: the result is the same, and a result has fewer pixels to turn than a source. */
function resizeDecoded({ header, stored }: Decoded, request: ResizeRequest, colour: number, limits: Limits): Bitmap {
  const orientation = request.upright ? header.orientation : 1
  const upright = swapsSides(orientation) ? turned(stored) : stored
  const geometry: Geometry = planGeometry(upright, request, limits)
  const part = crop(stored, toStored(geometry.crop, stored, orientation))
  const scaled = scale(part, swapsSides(orientation) ? turned(geometry.content) : geometry.content)
  return layOnCanvas(orient(scaled, orientation), geometry, geometry.content, colour)
}

const turned = ({ width, height }: Sides): Sides => ({ width: height, height: width })
