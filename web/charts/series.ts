/** Values over the slices of one stretch of time. */
export interface Series {
  readonly name: string
  /** Which of the chart colours: its class is `is-<colour>`. */
  readonly colour: 'accent' | 'second' | 'alarm'
  /** One for each slice; undefined where there is none. */
  readonly values: readonly (number | undefined)[]
}

/** A stretch of time, cut into slices of equal length. Epoch milliseconds. */
export interface Stretch {
  readonly from: number
  readonly sliceMs: number
}
