import { readFileSync } from 'node:fs'
import { Failure } from '../../../errors/failure.ts'
import { webAssembly } from '../../kernel/web-assembly.ts'
import type { Bitmap } from '../../orient.ts'

/** The module of `@jsquash/webp` that encodes, behind the package's own binding. */
interface Libwebp {
  encode(pixels: Uint8Array, width: number, height: number, options: object): Uint8Array | null
}

type CreateLibwebp = (options: {
  readonly noInitialRun: true
  printErr(text: string): void
  instantiateWasm(imports: object, receive: (instance: { readonly exports: unknown }) => void): unknown
}) => Promise<Libwebp>

/** Encodes lossy, with alpha where something is transparent. */
export type EncodeWebp = (bitmap: Bitmap, quality: number) => Promise<Buffer>

/** Sides have 14 bits (RFC 6386, 9.1). */
const MAX_SIDE = 16383

/** Unlike the kernel's, this module imports functions. */
const Instance = webAssembly.Instance as new (module: object, imports: object) => { readonly exports: unknown }

/** The two builds give the same bytes; the first takes half the time. */
const FLAVOURS = {
  simd: () => import('@jsquash/webp/codec/enc/webp_enc_simd.js'),
  scalar: () => import('@jsquash/webp/codec/enc/webp_enc.js'),
}
const WASM = {
  simd: import.meta.resolve('@jsquash/webp/codec/enc/webp_enc_simd.wasm'),
  scalar: import.meta.resolve('@jsquash/webp/codec/enc/webp_enc.wasm'),
}

/**
 * Compiles libwebp once, in the faster build that runs here unless one is asked for. Every picture gets a fresh instance
 * (0.5 ms), so its bytes depend on nothing before it, and memory goes with the instance.
 * @returns an encoder that throws `picture-sides-too-large` for sides that a WebP cannot have, and `engine-out-of-memory`
 */
export async function loadWebpEncoder(flavour = bestFlavour()): Promise<EncodeWebp> {
  const [{ default: binding }, { defaultOptions }] = await Promise.all([
    FLAVOURS[flavour](),
    import('@jsquash/webp/meta.js'),
  ])
  const module = new webAssembly.Module(readWasm(flavour))
  const createLibwebp = binding as unknown as CreateLibwebp

  return async ({ data, width, height }, quality) => {
    if (Math.max(width, height) > MAX_SIDE) {
      const detail = `The result would have ${width} × ${height} pixels, a side of a WebP may have ${MAX_SIDE}.`
      throw new Failure('picture-sides-too-large', { detail })
    }
    const libwebp = await createLibwebp({
      noInitialRun: true,
      printErr() {},
      instantiateWasm(imports, receive) {
        const instance = new Instance(module, imports)
        receive(instance)
        return instance.exports
      },
    })
    const webp = orNothing(() => libwebp.encode(data, width, height, { ...defaultOptions, quality }))
    // Sides and options are right, so memory is what is missing.
    if (!webp) throw new Failure('engine-out-of-memory', { message: `libwebp made nothing of ${width}×${height}.` })
    return Buffer.from(webp.buffer, webp.byteOffset, webp.byteLength)
  }
}

const readWasm = (flavour: keyof typeof WASM) => readFileSync(new URL(WASM[flavour]))

function bestFlavour(): keyof typeof WASM {
  return webAssembly.validate(readWasm('simd')) ? 'simd' : 'scalar'
}

/** The module ends with an error of WebAssembly, or a number, when memory is refused to it. */
function orNothing<T>(encode: () => T): T | undefined {
  try {
    return encode()
  } catch {
    return undefined
  }
}
