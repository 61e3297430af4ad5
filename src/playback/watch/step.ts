/** A part through which an operation goes, drawn as a lane. */
export type Lane = 'client' | 'submit' | 'topic' | 'connector' | 'worker' | 'store'

/** The lanes of an operation's history, from who asks to where it is kept. */
export const LANES: readonly Lane[] = ['client', 'submit', 'topic', 'connector', 'worker', 'store']

/** Something that went from one lane to another. */
export interface Move {
  readonly from: Lane
  readonly to: Lane
  /** What it was, in a few words. */
  readonly what: string
  /** Of a picture that was moved; undefined where the history does not say. */
  readonly bytes: number | undefined
  /** A lane that it must have gone through, of which the history has nothing: a gap. */
  readonly gap: Lane | undefined
}

/** One recorded event, as it is watched. */
export interface Step {
  /** The event's sequence number. */
  readonly sequence: number
  readonly title: string
  /** What the event says beside its name; '' when nothing. */
  readonly detail: string
  /** Epoch milliseconds, and milliseconds since the first step. */
  readonly at: number
  readonly sinceMs: number
  readonly moves: readonly Move[]
  /** The lanes in which it happened, where nothing that moved shows it. */
  readonly marks: readonly Lane[]
}

/** A time in which one lane was busy, between two steps; `to` is undefined while it goes on. */
export interface Span {
  readonly lane: Lane
  readonly what: string
  /** Sequence numbers of steps. */
  readonly from: number
  readonly to: number | undefined
  readonly ms: number | undefined
}
