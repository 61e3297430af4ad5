import type { Steps } from '../steps.ts'
import { decode } from './decode.ts'
import { encodePng } from './encode.ts'
import { scale } from './scale.ts'

/** The steps of the pure-js engine: jimp's own codecs and resize, behind our checks. */
export const pureJsSteps: Steps = {
  decode: (source, header, _needed, limits) => decode(source, header, limits),
  scale,
  encode: encodePng,
}
