import { Type } from 'typebox'
import { defineSettings } from '../settings/settings.ts'

const MEBIBYTE = 1024 * 1024

const atLeast = (minimum: number, byDefault: number, maximum = Number.MAX_SAFE_INTEGER) =>
  Type.Integer({ minimum, maximum, default: byDefault })

/** What is refused, and what one picture may cost: every limit of the engine, in this one place. */
export const limitSettings = defineSettings({
  maxSourceBytes: {
    env: 'MAX_SOURCE_BYTES',
    schema: atLeast(1, 20 * MEBIBYTE),
    about: 'Bytes that a source picture may have.',
  },
  maxSide: {
    env: 'MAX_SIDE',
    schema: atLeast(1, 1999, 16384),
    about: 'Pixels that a side of a result may have.',
  },
  maxSourceSide: {
    env: 'MAX_SOURCE_SIDE',
    schema: atLeast(1, 16384, 65535),
    about: 'Pixels that a side of a source may have.',
  },
  maxSourcePixels: {
    env: 'MAX_SOURCE_PIXELS',
    schema: atLeast(1, 50_000_000, 268_435_456),
    about: 'Pixels that a source may have: width × height × frames.',
  },
  maxFrames: {
    env: 'MAX_FRAMES',
    schema: atLeast(1, 200),
    about: 'Frames that an animated source may have. Only the first one is resized.',
  },
  maxProgressivePixels: {
    env: 'MAX_PROGRESSIVE_PIXELS',
    schema: atLeast(1, 25_000_000, 268_435_456),
    about: 'Pixels that a progressive JPEG may have: unlike others it cannot be decoded without holding all of it.',
  },
  maxScans: {
    env: 'MAX_SCANS',
    schema: atLeast(1, 100),
    about: 'Scans that a JPEG may have. Encoders write about 10; every scan costs a pass over all pixels.',
  },
  maxResultPixels: {
    env: 'MAX_RESULT_PIXELS',
    schema: atLeast(1, 3_996_001, 268_435_456),
    about: 'Pixels that a result may have: width × height.',
  },
  maxResultBytes: {
    env: 'MAX_RESULT_BYTES',
    schema: atLeast(1, 32 * MEBIBYTE),
    about: 'Bytes that a result may have.',
  },
  engineTimeoutMs: {
    env: 'ENGINE_TIMEOUT_MS',
    schema: atLeast(1, 20_000, 2_147_483_647),
    about:
      'Milliseconds of wall clock that one picture may take once a slot works on it. Where the machine was too busy to give it a quarter of that, it is tried again.',
  },
  engineMemoryBytes: {
    env: 'ENGINE_MEMORY_BYTES',
    schema: atLeast(256 * MEBIBYTE, 2560 * MEBIBYTE),
    about:
      'Bytes of resident memory that one slot may use: a bound, not a reservation. The pure-js engine holds up to ' +
      '0.7 GB for a JPEG of 12 megapixels, 1.3 GB for one of 25, 2.2 GB for one of 50.',
  },
  engineSlots: {
    env: 'ENGINE_SLOTS',
    schema: atLeast(0, 0, 256),
    about: 'Pictures that are resized at the same time, each in its own child process. 0: one for each core.',
  },
  engineExpress: {
    env: 'ENGINE_EXPRESS',
    schema: Type.Boolean({ default: true }),
    about:
      'Whether small pictures, up to a megapixel, have one more slot for themselves: they need not wait until a large ' +
      'one is done. It holds about 150 MB.',
  },
  engineRecycleAfter: {
    env: 'ENGINE_RECYCLE_AFTER',
    schema: atLeast(1, 5_000),
    about: 'Pictures after which a slot gets a fresh child process.',
  },
  engine: {
    env: 'ENGINE',
    schema: Type.Enum(['accelerated', 'pure-js'], { default: 'accelerated' }),
    about: 'The engine that decodes, resizes and encodes: WebAssembly codecs and kernel, or jimp as it comes.',
  },
})

/** The values of all limits. */
export type Limits = ReturnType<typeof limitSettings.read>

/**
 * Chunks of a PNG or segments of a JPEG that are walked: pieces of 1 KiB fill the largest source with so many. It is
 * what keeps the cheap check cheap, so it is no setting.
 */
export const MAX_PARTS = 20_000
