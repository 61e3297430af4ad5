import { LANES, type Lane, type Move, type Span, type Step } from '../../src/playback/watch/step.ts'

/** Where things are drawn, in pixels. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly lanes: readonly { readonly lane: Lane; readonly x: number }[]
  readonly steps: readonly DrawnStep[]
  readonly spans: readonly DrawnSpan[]
}

export interface DrawnStep {
  readonly step: Step
  /** The upper edge of its row, and the line of its text. */
  readonly y: number
  readonly height: number
  readonly moves: readonly DrawnMove[]
  readonly marks: readonly { readonly lane: Lane; readonly x: number; readonly y: number }[]
}

export interface DrawnMove {
  readonly move: Move
  readonly y: number
  readonly from: number
  readonly to: number
  /** Where its text stands: in the middle of it. */
  readonly middle: number
}

export interface DrawnSpan {
  readonly span: Span
  readonly x: number
  readonly top: number
  readonly bottom: number
}

/** The narrowest drawing in which texts do not run into each other. */
export const NARROWEST = 640
const HEAD = 44
const TITLE = 26
const LINE = 34
const MARGIN = 52

/** Lays steps out: lanes from left to right, every step a row, in equal rows whatever time there was between them. */
export function drawingOf(steps: readonly Step[], spans: readonly Span[], given: number): Drawing {
  const width = Math.max(NARROWEST, given)
  const gap = (width - 2 * MARGIN) / (LANES.length - 1)
  const xOf = (lane: Lane) => MARGIN + LANES.indexOf(lane) * gap
  let y = HEAD
  const drawn = steps.map((step): DrawnStep => {
    const top = y
    const lines = Math.max(1, step.moves.length)
    const height = TITLE + lines * LINE
    y += height
    const lineAt = (line: number) => top + TITLE + line * LINE + 18
    const moves = step.moves.map((move, line) => ({
      move,
      y: lineAt(line),
      from: xOf(move.from),
      to: xOf(move.to),
      middle: (xOf(move.from) + xOf(move.to)) / 2,
    }))
    const marks = step.marks.map((lane) => ({ lane, x: xOf(lane), y: lineAt(0) }))
    return { step, y: top, height, moves, marks }
  })
  const lineOf = (sequence: number) => {
    const { y: top, moves, marks } = drawn.find(({ step }) => step.sequence === sequence) ?? { y, moves: [], marks: [] }
    return moves.at(-1)?.y ?? marks[0]?.y ?? top
  }
  return {
    width,
    height: y + 12,
    lanes: LANES.map((lane) => ({ lane, x: xOf(lane) })),
    steps: drawn,
    spans: spans.map((span) => ({
      span,
      x: xOf(span.lane),
      top: lineOf(span.from),
      bottom: span.to === undefined ? y : lineOf(span.to),
    })),
  }
}
