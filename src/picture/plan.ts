import type { ResizeRequest } from './engine.ts'
import { type Orientation, swapsSides } from './exif-orientation.ts'
import { type Geometry, planGeometry, type Rectangle, type Sides } from './geometry.ts'
import type { Header } from './header.ts'
import type { Limits } from './limits.ts'
import { toStored } from './orient.ts'

/**
 * What a request means for a source, along the sides as they are stored: pictures are scaled before they are turned
 * upright, since a result has fewer pixels to turn than a source.
 */
export interface Plan {
  readonly orientation: Orientation
  /** Upright: the result's sides, and where the content lies in it. */
  readonly geometry: Geometry
  /** What is taken out of the stored picture. */
  readonly crop: Rectangle
  /** The sides to which that is scaled. */
  readonly content: Sides
  readonly needed: Needed
}

/** The sides that the whole stored picture needs so that scaling the crop to the content makes nothing larger. */
export interface Needed extends Sides {
  /** Whether nothing is cut off: what has exactly these sides need not be scaled any more. They are whole numbers then. */
  readonly exactly: boolean
}

/** @throws Failure `request-not-valid`, `picture-sides-too-large` */
export function planResize(header: Header, request: ResizeRequest, limits: Limits): Plan {
  const stored = { width: header.storedWidth, height: header.storedHeight }
  const orientation = request.upright ? header.orientation : 1
  const turned = (sides: Sides) => (swapsSides(orientation) ? { width: sides.height, height: sides.width } : sides)
  const geometry = planGeometry(turned(stored), request, limits)
  const crop = toStored(geometry.crop, stored, orientation)
  const content = turned(geometry.content)
  const needed = {
    width: (stored.width * content.width) / crop.width,
    height: (stored.height * content.height) / crop.height,
    exactly: crop.width === stored.width && crop.height === stored.height,
  }
  return { orientation, geometry, crop, content, needed }
}

/** A rectangle of a picture in the same picture with other sides: to the nearest pixel, at least one. */
export function rescale({ left, top, width, height }: Rectangle, from: Sides, to: Sides): Rectangle {
  const [x, y] = [to.width / from.width, to.height / from.height]
  const edges = (start: number, length: number, share: number, limit: number) => {
    const first = Math.min(limit - 1, Math.round(start * share))
    return [first, Math.max(1, Math.min(limit, Math.round((start + length) * share)) - first)] as const
  }
  const [scaledLeft, scaledWidth] = edges(left, width, x, to.width)
  const [scaledTop, scaledHeight] = edges(top, height, y, to.height)
  return { left: scaledLeft, top: scaledTop, width: scaledWidth, height: scaledHeight }
}
