import type { Orientation } from './exif-orientation.ts'

/** What every header says. `width` and `height` are upright, as displayed; `stored…` are the sides in the bytes. */
export interface HeaderFacts {
  readonly width: number
  readonly height: number
  readonly storedWidth: number
  readonly storedHeight: number
  /** Frames that count against the limits; the first one is resized. */
  readonly frames: number
  readonly orientation: Orientation
  /** Whether a pixel can be transparent. */
  readonly hasAlpha: boolean
}
