import type { ComponentChildren } from 'preact'
import { ChartTable } from './chart-table.tsx'
import { clockText } from './clock-text.ts'
import type { Series, Stretch } from './series.ts'
import { timeTicks } from './ticks.ts'
import { useWidth } from './use-width.ts'

/** Where a chart draws: pixels, the origin above and left. */
export interface Plot {
  /** The left edge of a slice. */
  x(index: number): number
  y(value: number): number
  /** The width of one slice. */
  readonly step: number
}

interface TimeChartProps {
  readonly title: string
  readonly stretch: Stretch
  readonly series: readonly Series[]
  /** Marks of the value axis, from 0; the last is the top of the chart. */
  readonly ticks: readonly number[]
  /** A value as people say it. */
  readonly say: (value: number) => string
  /** What the chart shows in one sentence, for who cannot see it. */
  readonly summary: string
  /** Draws the values. */
  readonly children: (plot: Plot) => ComponentChildren
}

const HEIGHT = 190
const MARGIN = { left: 58, right: 8, top: 10, bottom: 24 }
const PIXELS_PER_TIME = 90

/** What every chart over time has: title, legend, axes, and its values as a table. */
export function TimeChart({ title, stretch, series, ticks, say, summary, children }: TimeChartProps) {
  const [ref, width] = useWidth<HTMLDivElement>(480)
  const slices = Math.max(1, ...series.map(({ values }) => values.length))
  const step = (width - MARGIN.left - MARGIN.right) / slices
  const top = ticks.at(-1) ?? 1
  const plot: Plot = {
    step,
    x: (index) => MARGIN.left + index * step,
    y: (value) => HEIGHT - MARGIN.bottom - (value / top) * (HEIGHT - MARGIN.top - MARGIN.bottom),
  }
  const times = timeTicks(stretch.from, stretch.sliceMs, slices, Math.floor(width / PIXELS_PER_TIME))
  return (
    <figure class="chart">
      <figcaption>
        <span class="chart-title">{title}</span>
        <span class="legend">
          {series.map(({ name, colour }) => (
            <span key={name} class={`key is-${colour}`}>
              {name}
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={ref}>
        <svg class="plot" width={width} height={HEIGHT} role="img" aria-label={`${title}. ${summary}`}>
          {ticks.map((tick) => (
            <g key={tick} class="tick">
              <line x1={MARGIN.left} x2={width - MARGIN.right} y1={plot.y(tick)} y2={plot.y(tick)} />
              <text class="is-value" x={MARGIN.left - 8} y={plot.y(tick) + 4}>
                {say(tick)}
              </text>
            </g>
          ))}
          {children(plot)}
          {times.map(([index, time]) => (
            <text key={index} class="is-time" x={plot.x(index)} y={HEIGHT - 6}>
              {clockText(time, stretch.sliceMs)}
            </text>
          ))}
        </svg>
      </div>
      <ChartTable stretch={stretch} series={series} say={say} />
    </figure>
  )
}
