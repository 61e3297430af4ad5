import { readFileSync } from 'node:fs'
import { Failure } from '../../../errors/failure.ts'
import { type WebAssemblyMemory, webAssembly } from '../../kernel/web-assembly.ts'
import type { Bitmap } from '../../orient.ts'
import { malformed } from '../../refusals.ts'

/** What the decoder of `@jsquash/webp` exports, by the names that its build shortened them to. */
interface Libwebp {
  /** The memory. */
  readonly s: WebAssemblyMemory
  /** Runs what C++ does before `main`. */
  t(): void
  /** malloc */
  u(bytes: number): number
  /** Registers its functions and types with JavaScript. */
  x(): void
  /** The table of functions. */
  readonly y: { get(index: number): (decode: number, source: number) => number }
}

/** Decodes a still WebP. */
export type DecodeWebp = (source: Uint8Array) => Bitmap

const BYTES_PER_PIXEL = 4
const PAGE = 64 * 1024

/** How JavaScript's values are named to the module (emscripten's emval): `null`, and one for all others. */
const NULL = 2
const ANY = 5

/** The constructors of JavaScript that the module calls: `new Uint8ClampedArray(pixels)`, with one argument. */
const ONE_ARGUMENT = 1
/** Arguments stand in slots of eight bytes. */
const SLOT = 8

/** This module imports functions, unlike the kernel's. */
const Instance = webAssembly.Instance as new (module: object, imports: object) => { readonly exports: unknown }

const ignore = () => {}
const refuse = (what: string) => () => {
  throw new Error(`libwebp gave up: ${what}.`)
}

/**
 * Compiles libwebp once. Every picture gets a fresh instance (0.2 ms): nothing of one picture, good or hostile, is there
 * when the next one comes, and memory goes with the instance.
 *
 * The package's own binding is not used: it hands the module every global of JavaScript by its name, `Function` too. Here
 * the module can reach nothing but its own memory, whatever a picture makes of it: this libwebp is 1.1.0, older than the
 * fix of CVE-2023-4863.
 * @returns a decoder that throws `picture-malformed` for whatever libwebp refuses, and `engine-out-of-memory`
 */
export function loadWebpDecoder(): DecodeWebp {
  const address = new URL(import.meta.resolve('@jsquash/webp/codec/dec/webp_dec.wasm'))
  const module = new webAssembly.Module(readFileSync(address))

  return (source) => {
    const call = createCall(module)
    try {
      const bitmap = call.decode(source)
      if (bitmap) return bitmap
    } catch (error) {
      if (!call.lacksMemory()) throw malformed('The pixel data of the WebP cannot be decoded.', error)
    }
    if (call.lacksMemory()) throw new Failure('engine-out-of-memory', { message: 'No memory left for libwebp.' })
    throw malformed('The pixel data of the WebP is damaged or incomplete.')
  }
}

/** An instance for one picture. */
function createCall(module: object) {
  let invoke: (source: number) => number = refuse('there is no decode')
  let pixels: Buffer | undefined
  let bitmap: Bitmap | undefined
  let lacksMemory = false

  const imports = {
    /** Takes the function `decode`, the only one beside `version`. */
    c(name: number, _arguments: number, _types: number, _signature: number, invoker: number, decode: number) {
      if (textAt(libwebp, name) === 'decode') invoke = (source) => libwebp.y.get(invoker)(decode, source)
    },
    /** A global of JavaScript. */
    e: () => ANY,
    /** `new`: first the pixels, as length and address, then what holds them, with width and height. */
    h(_constructor: number, count: number, _types: number, values: number) {
      const memory = new DataView(libwebp.s.buffer)
      const value = (at: number) => memory.getUint32(values + at, true)
      if (count === ONE_ARGUMENT) pixels = Buffer.from(new Uint8Array(libwebp.s.buffer, value(4), value(0)))
      else if (pixels) bitmap = { width: value(SLOT), height: value(2 * SLOT), data: pixels }
      return ANY
    },
    /** memcpy */
    q: (target: number, source: number, bytes: number) =>
      new Uint8Array(libwebp.s.buffer).copyWithin(target, source, source + bytes),
    /** Grows the memory. */
    p(bytes: number) {
      try {
        libwebp.s.grow(Math.ceil(((bytes >>> 0) - libwebp.s.buffer.byteLength) / PAGE))
        return 1
      } catch {
        lacksMemory = true
        return 0
      }
    },
    j: refuse('abort'),
    n: refuse('an exception'),
    // Types of values, and counts of references to them.
    ...Object.fromEntries([...'abdfgiklmor'].map((name) => [name, ignore])),
  }
  const libwebp = new Instance(module, { a: imports }).exports as Libwebp

  return {
    lacksMemory: () => lacksMemory,
    /** @returns nothing where libwebp refuses the picture */
    decode(source: Uint8Array): Bitmap | undefined {
      libwebp.t()
      libwebp.x()
      if (invoke(copyIn(libwebp, source)) === NULL || !bitmap) return undefined
      const { width, height, data } = bitmap
      return data.length === width * height * BYTES_PER_PIXEL ? bitmap : undefined
    },
  }
}

/** The bytes as the module takes a string: behind their length. */
function copyIn(libwebp: Libwebp, source: Uint8Array): number {
  const at = libwebp.u(source.length + 4) >>> 0
  if (at === 0) throw new Error('There is no memory for the source.')
  new DataView(libwebp.s.buffer).setUint32(at, source.length, true)
  new Uint8Array(libwebp.s.buffer, at + 4, source.length).set(source)
  return at
}

function textAt({ s: { buffer } }: Libwebp, at: number): string {
  const bytes = Buffer.from(buffer, at)
  return bytes.toString('latin1', 0, bytes.indexOf(0))
}
