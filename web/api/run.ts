import type { ModelName } from '../../src/playback/models/names.ts'
import type { PlaybackRequest } from '../../src/playback/request.ts'
import type { Run } from '../../src/playback/run.ts'

export type { ModelReport, Trace } from '../../src/playback/report.ts'

/** A run as its client is told of it. */
export interface RunBody extends Pick<Run, 'status' | 'request' | 'attempts' | 'progress' | 'error' | 'reports'> {
  readonly identifier: string
  readonly models: readonly ModelText[]
}

/** What sets a model apart, in words. */
interface ModelText {
  readonly name: ModelName
  readonly title: string
  /** What a message carries. */
  readonly carries: string
  /** Who decides what is done next. */
  readonly decides: string
  /** Where the state of an operation lives. */
  readonly keeps: string
}

/** A run that is asked for. What is left out is the service's to choose. */
export type WantedRun = Partial<PlaybackRequest> & Pick<PlaybackRequest, 'operations'>
