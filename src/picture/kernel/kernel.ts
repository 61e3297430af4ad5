import type { Sides } from '../geometry.ts'
import type { Bitmap } from '../orient.ts'
import type { Flavour } from './machine.ts'
import { bestFlavour, createMachine } from './machine.ts'
import { resize } from './resize.ts'
import { filterUp, unfilter } from './scanlines.ts'

/** The inner loops of the accelerated engine, in WebAssembly. Results are the same everywhere, bit by bit. */
export interface Kernel {
  /** Whether the machine's vector instructions are used. */
  readonly flavour: Flavour
  /**
   * Scales a picture with Lanczos3 in two passes, in fixed point: 14 bits of fraction for weights, 6 for samples in
   * between. Colours are weighted by their alpha; what is invisible becomes transparent black. Sides that stay as they
   * are give the source itself.
   * @param opaque the caller knows that alpha is 255 everywhere
   * @throws RangeError when a side is not 1 to 65535 or the source lacks pixels
   */
  resize(source: Bitmap, target: Sides, opaque: boolean): Bitmap
  /**
   * Takes the filters off PNG's scanlines (PNG specification, 9), in place: what is returned is the beginning of
   * `scanlines`, rows tightly packed.
   * @param scanlines for each row a filter byte and `rowBytes`
   * @param bytesPerPixel rounded up to 1
   * @throws RangeError for a filter type over 4, or when scanlines are missing
   */
  unfilter(scanlines: Uint8Array, rowBytes: number, bytesPerPixel: number, rows: number): Uint8Array
  /**
   * PNG's scanlines with filter type 2 (Up) in every row.
   * @throws RangeError when pixels are missing
   */
  filterUp(pixels: Uint8Array, rowBytes: number, rows: number): Uint8Array
}

/** The kernel, in the faster of its builds that runs here unless one is asked for. Loaded at once: it is small. */
export function loadKernel(flavour: Flavour = bestFlavour()): Kernel {
  const withMachine = createMachine(flavour)
  return {
    flavour,
    resize: (source, target, opaque) => resize(withMachine, source, target, opaque),
    unfilter: (scanlines, rowBytes, bytesPerPixel, rows) =>
      unfilter(withMachine, scanlines, rowBytes, bytesPerPixel, rows),
    filterUp: (pixels, rowBytes, rows) => filterUp(withMachine, pixels, rowBytes, rows),
  }
}
