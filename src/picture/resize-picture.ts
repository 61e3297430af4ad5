import { Failure } from '../errors/failure.ts'
import type { Bytes } from './bytes.ts'
import { crop, flatten, layOnCanvas, readColour } from './canvas.ts'
import { DEFAULT_QUALITY } from './codec.ts'
import { RESULT_FORMATS, type Resized, type ResizeRequest, type ResultFormat } from './engine.ts'
import type { Format } from './formats/format.ts'
import { profileOf } from './icc-profile.ts'
import { inspectBytes } from './inspect.ts'
import type { Limits } from './limits.ts'
import { orient } from './orient.ts'
import { pixelDigest } from './pixel-digest.ts'
import { planResize, rescale } from './plan.ts'
import type { Steps } from './steps.ts'

/** Formats that know no transparency. */
const OPAQUE_FORMATS: readonly ResultFormat[] = ['jpeg', 'bmp']

/**
 * Resizes one picture in this process: the whole way, whatever the engine. Nothing here bounds time or memory.
 * @throws Failure `picture-…`, `request-not-valid`, `result-too-large`, `engine-out-of-memory`
 */
export async function resizePicture(
  steps: Steps,
  source: Bytes,
  request: ResizeRequest,
  limits: Limits,
): Promise<Resized> {
  const started = performance.now()
  const colour = readColour(request.background)
  const header = inspectBytes(source, limits)
  const plan = planResize(header, request, limits)

  const { bitmap: stored, opaque } = await steps.decode(source.all, { header, needed: plan.needed, limits })
  const decodedAt = performance.now()

  const part = crop(stored, rescale(plan.crop, { width: header.storedWidth, height: header.storedHeight }, stored))
  const scaled = steps.scale({ bitmap: part, opaque }, plan.content)
  const upright = orient(scaled, plan.orientation)
  const laid = layOnCanvas(upright, plan.geometry, plan.geometry.content, colour)
  const format = request.format === 'same' ? resultFormatOf(header.format) : request.format
  const result = OPAQUE_FORMATS.includes(format) ? flatten(laid, colour) : laid
  const resizedAt = performance.now()

  const options = { quality: request.quality ?? DEFAULT_QUALITY, profile: profileOf(header) }
  const bytes = await steps.encode(result, format, options)
  const encodedAt = performance.now()
  if (bytes.length > limits.maxResultBytes) {
    const detail = `The result has ${bytes.length} bytes, ${limits.maxResultBytes} are allowed.`
    throw new Failure('result-too-large', { detail })
  }
  return {
    bytes,
    format,
    width: result.width,
    height: result.height,
    pixelDigest: pixelDigest(result),
    timings: {
      waitMs: 0,
      decodeMs: decodedAt - started,
      resizeMs: resizedAt - decodedAt,
      encodeMs: encodedAt - resizedAt,
      totalMs: performance.now() - started,
    },
  }
}

/** The format of a result that is to have its source's: PNG, which loses nothing, where results cannot have that. */
function resultFormatOf(format: Format): ResultFormat {
  return RESULT_FORMATS.find((candidate) => candidate === format) ?? 'png'
}
