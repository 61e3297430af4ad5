import { ticksTo } from '../charts/ticks.ts'
import { useWidth } from '../charts/use-width.ts'
import { durationText } from '../text/amounts.ts'
import { type Moment, partsOf } from './trace-times.ts'

interface TraceDrawingProps {
  /** Of all sides, in the order of time. */
  readonly moments: readonly Moment[]
  /** The title of each side. */
  readonly titles: readonly string[]
  /** How many moments have been played. */
  readonly shown: number
}

const LEFT = 86
const RIGHT = 22
const TITLE = 30
const ROW = 28
const AXIS = 26

/** Models above each other with one axis of time for all: a row for each part, a mark for each moment. */
export function TraceDrawing({ moments, titles, shown }: TraceDrawingProps) {
  const [frame, width] = useWidth<HTMLDivElement>(800)
  const ticks = ticksTo(Math.max(...moments.map(({ sinceMs }) => sinceMs)), width < 500 ? 2 : 5)
  const xOf = (ms: number) => LEFT + (ms / (ticks.at(-1) ?? 1)) * (width - LEFT - RIGHT)
  let height = 0
  const groups = titles.map((title, side) => {
    const own = moments.flatMap((moment, index) => (moment.side === side ? [{ moment, index }] : []))
    const parts = partsOf(own.map(({ moment }) => moment))
    const top = height
    height += TITLE + parts.length * ROW + 8
    const yOf = (part: Moment['part']) => top + TITLE + (parts.indexOf(part) + 0.5) * ROW
    return { title, side, own, parts, top, yOf }
  })
  const now = moments[shown - 1]
  return (
    <>
      <div ref={frame}>
        <svg class="trace" width={width} height={height + AXIS} aria-hidden="true">
          {ticks.map((tick) => (
            <g key={tick} class="trace-tick">
              <line x1={xOf(tick)} x2={xOf(tick)} y1={0} y2={height} />
              <text x={xOf(tick)} y={height + 18}>
                {durationText(tick)}
              </text>
            </g>
          ))}
          {groups.map(({ title, side, own, parts, top, yOf }) => (
            <g key={side}>
              <text class="trace-title" x={4} y={top + 18}>
                {title}
              </text>
              {parts.map((part) => (
                <g key={part} class="trace-part">
                  <text x={4} y={yOf(part) + 4}>
                    {part}
                  </text>
                  <line x1={LEFT} x2={width - RIGHT} y1={yOf(part)} y2={yOf(part)} />
                </g>
              ))}
              {own.map(({ moment, index }) => (
                <Mark
                  key={index}
                  happened={moment.happened}
                  x={xOf(moment.sinceMs)}
                  y={yOf(moment.part)}
                  state={index >= shown ? 'is-later' : index === shown - 1 ? 'is-now' : ''}
                />
              ))}
            </g>
          ))}
          {now && <line class="trace-now" x1={xOf(now.sinceMs)} x2={xOf(now.sinceMs)} y1={0} y2={height} />}
        </svg>
      </div>
      <Legend />
    </>
  )
}

type Happened = Moment['happened']

interface MarkProps {
  readonly happened: Happened
  readonly x: number
  readonly y: number
  readonly state: string
}

/** Shapes, not colours alone, tell what happened. */
function Mark({ happened, x, y, state }: MarkProps) {
  const at = `translate(${x} ${y})`
  return <path class={`mark is-${happened} ${state}`} transform={at} d={SHAPES[happened]} />
}

const CIRCLE = 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0'
const SQUARE = 'M-4.5 -4.5h9v9h-9z'
const SHAPES: Readonly<Record<Happened, string>> = {
  submitted: CIRCLE,
  ended: CIRCLE,
  decided: CIRCLE,
  message: 'M-5 -6l11 6l-11 6z',
  delivery: 'M-5 -6l11 6l-11 6z',
  command: 'M0 -7l7 7l-7 7l-7 -7z',
  reply: 'M0 -7l7 7l-7 7l-7 -7z',
  read: SQUARE,
  write: SQUARE,
  'part-ended': 'M-5 -5l10 10M-5 5l10 -10',
  'part-began': 'M0 -6v12M-6 0h12',
}

const LEGEND: readonly (readonly [happened: Happened, meaning: string])[] = [
  ['submitted', 'handed in'],
  ['message', 'a message is written'],
  ['delivery', 'it is delivered'],
  ['command', 'a step is commanded'],
  ['reply', 'its reply'],
  ['read', 'store read'],
  ['write', 'store write'],
  ['decided', 'its end is decided'],
  ['ended', 'it has ended for who asks'],
  ['part-ended', 'a part is ended'],
  ['part-began', 'it begins again'],
]

function Legend() {
  return (
    <ul class="trace-legend" aria-hidden="true">
      {LEGEND.map(([happened, meaning]) => (
        <li key={happened}>
          <svg class="trace" width={16} height={16} aria-hidden="true">
            <Mark happened={happened} x={8} y={8} state="" />
          </svg>
          {meaning}
        </li>
      ))}
    </ul>
  )
}
