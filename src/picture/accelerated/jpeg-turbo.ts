import { readFileSync } from 'node:fs'
import { Failure } from '../../errors/failure.ts'
import type { Sides } from '../geometry.ts'
import { type WebAssemblyMemory, webAssembly } from '../kernel/web-assembly.ts'
import type { Bitmap } from '../orient.ts'
import { malformed } from '../refusals.ts'

/** What the module of `@cwasm/jpeg-turbo` exports: the TurboJPEG API of libjpeg-turbo 2.0, as far as it decodes. */
interface TurboJpeg {
  readonly memory: WebAssemblyMemory
  malloc(bytes: number): number
  tjInitDecompress(): number
  tjDecompress2(
    decompressor: number,
    source: number,
    sourceBytes: number,
    pixels: number,
    width: number,
    pitch: number,
    height: number,
    pixelFormat: number,
    flags: number,
  ): number
}

/** Orders of the four bytes of a pixel (turbojpeg.h, TJPF): libjpeg turns four inks into no other colours. */
export const RGBA = 7
export const CMYK = 11

/** Decodes a JPEG to `sides`, which must be its own × M/8, rounded up, M from 1 to 8. */
export type DecodeTurbo = (source: Uint8Array, sides: Sides, pixelFormat: number) => Bitmap

const BYTES_PER_PIXEL = 4

/** Unlike the kernel's, this module imports functions. */
const Instance = webAssembly.Instance as new (module: object, imports: object) => { readonly exports: unknown }

/** libjpeg's way out of an error. It must not return, and what an error leaves behind is never used again. */
class Refusal extends Error {}

const refuse = (what: string) => () => {
  throw new Refusal(what)
}

const IMPORTS = {
  env: { setjmp: () => 0, longjmp: refuse('libjpeg gave up') },
  wasi_snapshot_preview1: {
    environ_sizes_get: () => 0,
    environ_get: refuse('environ_get'),
    proc_exit: refuse('proc_exit'),
    fd_close: refuse('fd_close'),
    fd_seek: refuse('fd_seek'),
    fd_write: refuse('fd_write'),
  },
}

/**
 * Compiles the module once. Every picture gets a fresh instance (0.1 ms): nothing of one picture, good or hostile, is
 * there when the next one comes, and memory goes with the instance. The pixels are a view of it, not a copy.
 * @returns a decoder that throws `picture-malformed` where libjpeg reports an error or a warning, and
 *   `engine-out-of-memory`
 */
export function loadJpegTurbo(): DecodeTurbo {
  const address = new URL(import.meta.resolve('@cwasm/jpeg-turbo/jpeg-turbo.wasm'))
  const module = new webAssembly.Module(readFileSync(address))

  return (source, { width, height }, pixelFormat) => {
    const turbo = new Instance(module, IMPORTS).exports as unknown as TurboJpeg
    const allocate = (bytes: number) => {
      const at = turbo.malloc(bytes) >>> 0
      if (at === 0) throw new Failure('engine-out-of-memory', { message: `No ${bytes} bytes left in WebAssembly.` })
      return at
    }
    const sourceAt = allocate(source.length)
    new Uint8Array(turbo.memory.buffer, sourceAt, source.length).set(source)
    const pixelBytes = width * height * BYTES_PER_PIXEL
    const pixelsAt = allocate(pixelBytes)
    const decompressor = turbo.tjInitDecompress()
    const pitch = width * BYTES_PER_PIXEL
    const status = orRefused(() =>
      turbo.tjDecompress2(decompressor, sourceAt, source.length, pixelsAt, width, pitch, height, pixelFormat, 0),
    )
    if (status !== 0) throw malformed('The pixel data of the JPEG is damaged or incomplete.')
    return { width, height, data: Buffer.from(turbo.memory.buffer, pixelsAt, pixelBytes) }
  }
}

function orRefused(decode: () => number): number {
  try {
    return decode()
  } catch (error) {
    throw malformed('The pixel data of the JPEG cannot be decoded.', error)
  }
}
