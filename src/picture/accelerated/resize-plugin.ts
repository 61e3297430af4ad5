import { isOpaque } from '../canvas.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Bitmap } from '../orient.ts'

/** What a picture is to be resized to; whether all of it is opaque is looked up when nobody says so. */
interface ResizeOptions {
  readonly w: number
  readonly h: number
  readonly opaque?: boolean
}

/** The kernel's Lanczos filter as jimp's `resize`. */
export const createResizePlugin = (kernel: Kernel) => ({
  resize<P extends { bitmap: Bitmap }>(picture: P, { w, h, opaque = isOpaque(picture.bitmap) }: ResizeOptions): P {
    picture.bitmap = kernel.resize(picture.bitmap, { width: w, height: h }, opaque)
    return picture
  },
})
