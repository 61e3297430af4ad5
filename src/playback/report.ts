import type { Fault } from './faults.ts'
import type { ModelName } from './models/names.ts'
import type { PartName } from './models/part-name.ts'
import type { Entry } from './record.ts'

/** How a measure is spread over the operations: half are at most p50, 99 of 100 at most p99. */
export interface Spread {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/**
 * What happened, in numbers. Bytes are those of messages with their headers, of the bodies of calls, and of pictures in the
 * store.
 */
export interface Measures {
  readonly messages: number
  readonly busBytes: number
  /** Commands that went through the gateway, answered or not; and the bytes of commands and replies. */
  readonly calls: number
  readonly callBytes: number
  readonly deliveries: number
  readonly storeReads: number
  readonly storeWrites: number
  readonly storeBytesRead: number
  readonly storeBytesWritten: number
  /** Messages, commands and replies from the request of an operation to its end, on average. */
  readonly hops: number
  /** From handing an operation in until who asks is told its end. */
  readonly endedMs: Spread
  /** From the end in the truth until who asks is told it. 0 where what is asked is the truth. */
  readonly stalenessMs: Spread
  readonly perSecond: number
  /** Of the process that runs the models, whatever else it did meanwhile, and of the engine's children. */
  readonly cpuMs: { readonly process: number; readonly engine: number }
  readonly byPart: Readonly<Partial<Record<PartName, PartMeasures>>>
}

/** What one part did. */
export interface PartMeasures {
  readonly messages: number
  readonly calls: number
  readonly storeReads: number
  readonly storeWrites: number
}

/** What a run found about one operation under one model. */
export interface PlayedOperation {
  readonly number: number
  /** Its recorded ID, where the request named it: nobody learns one here. */
  readonly operation?: string
  /** `equal`: the result's digest is the recorded one, or it failed for the recorded reason. */
  readonly outcome: 'equal' | 'different' | 'refused'
  readonly attempts: number
  readonly endedMs: number | null
  /** Of what is not equal: why. */
  readonly why?: string
}

/** What a fault did to a model. */
export interface FaultReport {
  readonly part: Fault
  /** `struck`: it ended the part. `no-such-part`: the model has none. `never-due`: all was over before. */
  readonly happened: 'struck' | 'no-such-part' | 'never-due'
  /** Milliseconds since the model began. */
  readonly atMs?: number
  /** From the part's end until every operation had ended that was in the model's hands then. */
  readonly recoveredWithinMs?: number
  /** Operations that needed more than one attempt. */
  readonly repeated: number
  /** Operations that never ended. */
  readonly lost: number
}

/** Everything that happened to one operation, for watching it: also the ends of parts while it was in the model's hands. */
export interface Trace {
  readonly number: number
  readonly entries: readonly Entry[]
}

/** What one model did with the operations of a run. */
export interface ModelReport {
  readonly model: ModelName
  readonly tookMs: number
  readonly operations: number
  /** Operations that could not be played, by the reason. */
  readonly leftOut: Readonly<Record<string, number>>
  readonly equal: number
  readonly different: number
  readonly refused: number
  readonly engine: string
  readonly measures: Measures
  readonly fault: FaultReport | null
  readonly played: readonly PlayedOperation[]
  readonly traces: readonly Trace[]
}
