import type { Lane, Step } from './step.ts'
import { LANES } from './step.ts'

/** How wide a lane is, in characters. */
const WIDTH = 11

/** The heads of the lanes of a terminal, as one line. */
export const LANE_HEADS = LANES.map((lane) => lane.padEnd(WIDTH))
  .join('')
  .trimEnd()

/**
 * A step for a terminal: when and what, then the lanes with an arrow for each move. `·` is a lane, `●` where something
 * was recorded, `┄` the way through a part of which nothing is.
 */
export function toText({ title, detail, sinceMs, moves, marks }: Step): string {
  const head = `+${sinceMs} ms  ${title}${detail && `: ${detail}`}`
  const arrows = moves.map(({ from, to, what, bytes, gap }) => {
    const line = toArrow(from, to, gap ? '┄' : '─')
    return `${line}  ${what}${bytes === undefined ? '' : `, ${bytes} bytes`}`
  })
  const dots = LANES.map((lane) => (marks.includes(lane) ? '●' : '·').padEnd(WIDTH)).join('')
  return [head, ...(arrows.length > 0 ? arrows : [dots.trimEnd()])].join('\n')
}

function toArrow(from: Lane, to: Lane, stroke: string): string {
  const [begin, end] = [LANES.indexOf(from) * WIDTH, LANES.indexOf(to) * WIDTH]
  const [left, right] = [Math.min(begin, end), Math.max(begin, end)]
  const characters = Array.from({ length: (LANES.length - 1) * WIDTH + 1 }, (_, at) => {
    if (at === begin) return '●'
    if (at === end) return begin < end ? '▶' : '◀'
    if (at > left && at < right) return stroke
    return at % WIDTH === 0 ? '·' : ' '
  })
  return characters.join('')
}
