import { Failure } from '../errors/failure.ts'
import { isOpaque } from './canvas.ts'
import { type CodecCalls, mimeOf } from './codec.ts'
import type { ResultFormat } from './engine.ts'
import type { Format } from './formats/format.ts'
import type { Sides } from './geometry.ts'
import type { Bitmap } from './orient.ts'
import { malformed } from './refusals.ts'
import type { Steps } from './steps.ts'

/** What an engine's jimp class has: `createJimp` with our codecs as its formats and a `resize` as its plugin. */
export interface JimpClass {
  new (bitmap: Bitmap): JimpPicture
}

interface JimpPicture {
  readonly bitmap: Bitmap
  readonly formats: readonly unknown[]
  resize(options: { w: number; h: number; opaque: boolean }): JimpPicture
}

/** What V8 and the decoders say when memory is refused to them. */
const OUT_OF_MEMORY = /maxMemoryUsageInMB|allocation failed|could not allocate|out of memory/i

/**
 * The three steps of an engine, done by its jimp class. Its codecs are called as jimp calls them, but not through
 * `fromBuffer`: that guesses the format once more, from the bytes, and turns pictures upright at full size.
 */
export function createJimpSteps(Jimp: JimpClass): Steps {
  const { formats } = new Jimp({ width: 0, height: 0, data: Buffer.alloc(0) })
  const codecs = formats as readonly CodecCalls[]
  const codecOf = (format: Format | ResultFormat) => {
    const codec = codecs.find(({ mime }) => mime === mimeOf(format))
    if (!codec) throw new Failure('internal', { message: `No codec for ${format}.` })
    return codec
  }
  return {
    async decode(source, options) {
      const { header, needed } = options
      const buffer = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
      const bitmap = await orRefused(() => codecOf(header.format).decode(buffer, options))
      if (!fits(bitmap, { width: header.storedWidth, height: header.storedHeight }, needed)) {
        throw malformed('The pixels of the picture do not fit its header.')
      }
      return { bitmap, opaque: !header.hasAlpha || isOpaque(bitmap) }
    },
    scale({ bitmap, opaque }, { width, height }) {
      if (bitmap.width === width && bitmap.height === height) return bitmap
      return new Jimp(bitmap).resize({ w: width, h: height, opaque }).bitmap
    },
    encode: async (bitmap, format, options) => codecOf(format).encode(bitmap, options),
  }
}

/** Whether a decoder gave the whole picture, or one that was made smaller, but not too small. */
function fits({ width, height, data }: Bitmap, stored: Sides, needed: Sides): boolean {
  const within = (side: number, most: number, least: number) =>
    side <= most && side >= Math.min(most, Math.floor(least))
  return (
    data.length === width * height * 4 &&
    within(width, stored.width, needed.width) &&
    within(height, stored.height, needed.height)
  )
}

async function orRefused(decode: () => Promise<Bitmap>): Promise<Bitmap> {
  try {
    return await decode()
  } catch (error) {
    if (error instanceof Failure) throw error
    const message = error instanceof Error ? error.message : String(error)
    if (OUT_OF_MEMORY.test(message)) throw new Failure('engine-out-of-memory', { message, cause: error })
    throw malformed('The pixel data of the picture cannot be decoded.', error)
  }
}
