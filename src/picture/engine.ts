import type { WantedSides } from './geometry.ts'

/** Formats that a result can have. */
export const RESULT_FORMATS = ['png', 'jpeg', 'webp', 'gif', 'bmp'] as const
export type ResultFormat = (typeof RESULT_FORMATS)[number]

/** What to make of a source. */
export interface ResizeRequest extends WantedSides {
  /**
   * `#rrggbb` or `#rrggbbaa`: what fills the canvas around the picture with fit `contain`, and what lies under it in a
   * format without transparency. Transparent by default, and then white where nothing can be transparent.
   */
  readonly background?: string
  /** Whether the picture is put upright by its EXIF orientation; otherwise it stays as it is stored. */
  readonly upright: boolean
  /** `same`: the source's own, or PNG when results cannot have that. */
  readonly format: ResultFormat | 'same'
  /** 1 to 100, of JPEG and WebP; the other formats keep every pixel as it is. 80 by default. */
  readonly quality?: number
}

/** Where the time of one picture went, in milliseconds: waiting for a slot, the three stages, and all of it. */
export interface Timings {
  readonly waitMs: number
  /** Checking the source and decoding it. */
  readonly decodeMs: number
  readonly resizeMs: number
  readonly encodeMs: number
  readonly totalMs: number
}

/** A result. */
export interface Resized {
  readonly bytes: Uint8Array
  readonly format: ResultFormat
  readonly width: number
  readonly height: number
  /**
   * SHA-256, hex, over width and height (u32, big endian) and RGBA of the pixels that were encoded. A format that loses
   * nothing decodes to these; JPEG, WebP and, with many colours, GIF do not.
   */
  readonly pixelDigest: string
  readonly timings: Timings
}

/** Why a child process was replaced. */
export type RestartCause = (typeof RESTART_CAUSES)[number]
const RESTART_CAUSES = [
  'timed-out',
  'starved',
  'out-of-memory',
  'crashed',
  'aborted',
  'recycled',
  'boot-failed',
] as const

/** Counts of restarts, before the first one. */
export const noRestarts = () =>
  Object.fromEntries(RESTART_CAUSES.map((cause) => [cause, 0])) as Record<RestartCause, number>

/** What an engine is doing now, and how often it replaced a child process since it was created. */
export interface EngineStats {
  readonly slots: number
  /** Slots beside these that take small pictures alone: one or none. */
  readonly expressSlots: number
  /** Slots of either kind that work on a picture. */
  readonly busy: number
  readonly waiting: number
  readonly restarts: Readonly<Record<RestartCause, number>>
}

/** The port to whatever decodes, resizes and encodes. */
export interface Engine {
  /** Names the versions of everything that decides about the bytes of a result. */
  readonly fingerprint: string

  /**
   * Resizes one picture. The result's bytes depend on the source's bytes and the request alone.
   * @param signal gives the picture up; the promise rejects with the signal's reason when that is a Failure, else with
   *   `shutting-down`
   * @throws Failure `picture-…`, `request-not-valid`, `result-too-large`, `engine-timed-out`, `engine-out-of-memory`,
   *   `engine-crashed`, `shutting-down`; never anything else
   */
  resize(source: Uint8Array, request: ResizeRequest, signal?: AbortSignal): Promise<Resized>

  stats(): EngineStats

  /** Changes the number of slots, not that of express slots. One that works on a picture goes after it. */
  resizeSlots(slots: number): void

  /** Takes no more pictures, rejects the waiting ones with `shutting-down`, lets the running ones end. */
  close(): Promise<void>
}
