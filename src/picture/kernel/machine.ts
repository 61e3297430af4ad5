import { readFileSync } from 'node:fs'
import type { WebAssemblyMemory } from './web-assembly.ts'
import { webAssembly } from './web-assembly.ts'

/** The two builds of the same source; they compute the same, bit by bit. */
export type Flavour = 'simd' | 'scalar'

/** The functions of `assembly/`; numbers are addresses, bytes, pixels or rows, as described there. */
export interface Machine {
  readonly memory: WebAssemblyMemory
  widen(source: number, target: number, width: number, opaque: boolean): void
  across(
    rows: number,
    rowStride: number,
    target: number,
    targetStride: number,
    starts: number,
    weights: number,
    pairs: number,
    width: number,
  ): void
  pair(upper: number, lower: number, target: number, pairs: number, bytes: number): void
  down(ring: number, first: number, weights: number, pairs: number, target: number, bytes: number): void
  finish(source: number, target: number, width: number, opaque: boolean): void
  unfilter(source: number, target: number, rowBytes: number, bytesPerPixel: number, rows: number): number
  filter(source: number, target: number, rowBytes: number, bytesPerPixel: number, rows: number): void
  pack(source: number, target: number, pixels: number, samples: number): void
  countRepeated(from: number, bytes: number, seen: number): number
  beginDeflate(target: number): number
  deflate(source: number, bytes: number, isLast: boolean, work: number, target: number): number
  inflate(end: number, isAll: boolean, base: number, full: number): number
  adler(sum: number, from: number, bytes: number): number
  expandIndices(source: number, target: number, columns: number, bits: number, table: number): number
  expandSamples(
    source: number,
    target: number,
    columns: number,
    samples: number,
    isDeep: boolean,
    red: number,
    green: number,
    blue: number,
  ): void
  beginJpeg(): void
  jpegColourStrip(pixels: number, units: number, tables: number, work: number, target: number): number
  jpegGreyStrip(pixels: number, units: number, tables: number, work: number, target: number): number
  endJpeg(target: number): number
  makeLookup(counts: number, lookup: number, direct: boolean): number
  beginReading(source: number, top: number, units: number): void
  readStrip(components: number, count: number, units: number, work: number): number
  endsHere(end: number): number
  showRow(components: number, count: number, row: number, target: number, width: number, wide: boolean): void
}

const PAGE = 64 * 1024

/** An instance whose memory grew past this is given up after its picture: memory never shrinks. */
const KEPT_BYTES = 32 * 1024 * 1024

/** Runs `work` on a machine with at least `bytes` of memory, which may hold anything. */
export type WithMachine = <Result>(bytes: number, work: (machine: Machine) => Result) => Result

const MODULES: Readonly<Record<Flavour, URL>> = {
  simd: new URL('./kernel-simd.wasm', import.meta.url),
  scalar: new URL('./kernel-scalar.wasm', import.meta.url),
}

const readModule = (flavour: Flavour) => readFileSync(MODULES[flavour])

/** The faster build that runs here. */
export function bestFlavour(): Flavour {
  return webAssembly.validate(readModule('simd')) ? 'simd' : 'scalar'
}

/** One machine at a time, made when it is first needed and used again as long as it is small. */
export function createMachine(flavour: Flavour): WithMachine {
  const module = new webAssembly.Module(readModule(flavour))
  let kept: Machine | undefined
  return (bytes, work) => {
    const machine = kept ?? (new webAssembly.Instance(module).exports as Machine)
    kept = undefined
    const missing = bytes - machine.memory.buffer.byteLength
    if (missing > 0) machine.memory.grow(Math.ceil(missing / PAGE))
    const result = work(machine)
    if (machine.memory.buffer.byteLength <= KEPT_BYTES) kept = machine
    return result
  }
}
