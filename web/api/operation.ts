import type { Fit, Position } from '../../src/picture/geometry.ts'

/** The page knows an operation as the service does: it folds the same events with the same rules. */
export type { OperationEvent } from '../../src/operation/event.ts'
export { hasEnded, type Operation, type PictureFacts, type Status } from '../../src/operation/operation.ts'
export type { Fit, Position }

export type Format = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp' | 'same'

/** What can be asked of a picture. What is left out is the service's to choose; an operation has all of it. */
export interface ResizeOptions {
  readonly width?: number
  readonly height?: number
  readonly fit: Fit
  readonly position?: Position
  readonly background?: string
  readonly format?: Format
  readonly quality?: number
}
