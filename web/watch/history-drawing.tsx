import type { Ref } from 'preact'
import { bytesText, durationText } from '../text/amounts.ts'
import type { Drawing, DrawnMove, DrawnSpan, DrawnStep } from './drawing.ts'

interface HistoryDrawingProps {
  readonly drawing: Drawing
  /** How many steps have been played; those behind them are faint. */
  readonly shown: number
  readonly rootRef: Ref<SVGSVGElement>
}

/** A history as lanes with what moved between them. The table beside it says the same in words. */
export function HistoryDrawing({ drawing, shown, rootRef }: HistoryDrawingProps) {
  const { width, height, lanes, steps, spans } = drawing
  const last = steps[shown - 1]?.step.sequence ?? 0
  return (
    <svg
      ref={rootRef}
      class="history-drawing"
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
    >
      {lanes.map(({ lane, x }) => (
        <g key={lane} class="lane">
          <line x1={x} x2={x} y1={30} y2={height - 8} />
          <text x={x} y={18}>
            {lane}
          </text>
        </g>
      ))}
      {spans.map((drawn) => (
        <SpanBar key={drawn.span.from} drawn={drawn} isLater={drawn.span.from > last} />
      ))}
      {steps.map((drawn, index) => (
        <StepRow key={drawn.step.sequence} drawn={drawn} state={stateOf(index, shown)} />
      ))}
    </svg>
  )
}

function stateOf(index: number, shown: number): 'is-past' | 'is-now' | 'is-later' {
  if (index >= shown) return 'is-later'
  return index === shown - 1 ? 'is-now' : 'is-past'
}

function SpanBar({ drawn: { span, x, top, bottom }, isLater }: { drawn: DrawnSpan; isLater: boolean }) {
  return (
    <g class={`span ${isLater ? 'is-later' : ''}`}>
      <rect x={x - 5} y={top} width={10} height={Math.max(4, bottom - top)} rx={3} />
      <text x={x + 10} y={(top + bottom) / 2 + 4}>
        {span.what}
        {span.ms !== undefined && `, ${durationText(span.ms)}`}
      </text>
    </g>
  )
}

function StepRow({ drawn: { step, y, moves, marks }, state }: { drawn: DrawnStep; state: string }) {
  return (
    <g class={`step ${state}`}>
      <text class="step-title" x={6} y={y + 14}>
        {step.title}
        <tspan class="quiet">
          {'  '}+{durationText(step.sinceMs)} · {step.detail}
        </tspan>
      </text>
      {moves.map((drawn) => (
        <MoveArrow key={drawn.y} drawn={drawn} />
      ))}
      {marks.map(({ lane, x, y: at }) => (
        <circle key={lane} cx={x} cy={at} r={5} />
      ))}
    </g>
  )
}

function MoveArrow({ drawn: { move, y, from, to, middle } }: { drawn: DrawnMove }) {
  const way = Math.sign(to - from)
  const tip = to - way * 6
  return (
    <g class={`move ${move.gap ? 'has-gap' : ''}`}>
      <line x1={from} x2={tip} y1={y} y2={y} />
      <path d={`M${to} ${y}l${-9 * way} -5v10z`} />
      <text x={middle} y={y - 6}>
        {move.what}
        {move.bytes !== undefined && `, ${bytesText(move.bytes)}`}
      </text>
    </g>
  )
}
