import type { WantedSides } from './geometry.ts'

/** Formats that a result can have. */
export type ResultFormat = 'png'

/** What to make of a source. */
export interface ResizeRequest extends WantedSides {
  /** `#rrggbb` or `#rrggbbaa`: what fills the canvas around the picture with fit `contain`. Transparent by default. */
  readonly background?: string
  /** Whether the picture is put upright by its EXIF orientation; otherwise it stays as it is stored. */
  readonly upright: boolean
  readonly format: ResultFormat
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
  /** SHA-256, hex, over width and height (u32, big endian) and the RGBA bytes of the result. */
  readonly pixelDigest: string
  readonly timings: Timings
}

/** Why a child process was replaced. */
export type RestartCause = 'timed-out' | 'out-of-memory' | 'crashed' | 'aborted' | 'recycled' | 'boot-failed'

/** What an engine is doing now, and how often it replaced a child process since it was created. */
export interface EngineStats {
  readonly slots: number
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

  /** Changes how many pictures are resized at the same time. A slot that works on one goes after it. */
  resizeSlots(slots: number): void

  /** Takes no more pictures, rejects the waiting ones with `shutting-down`, lets the running ones end. */
  close(): Promise<void>
}
