import type { Series, Stretch } from './series.ts'
import { countTicksTo } from './ticks.ts'
import { type Plot, TimeChart } from './time-chart.tsx'

interface TimeColumnsProps {
  readonly title: string
  readonly stretch: Stretch
  /** Counts; those of one slice are stacked, the first lowest. */
  readonly series: readonly Series[]
  readonly summary: string
}

/** Counts over time, as stacked columns. */
export function TimeColumns({ title, stretch, series, summary }: TimeColumnsProps) {
  const slices = series[0]?.values.length ?? 0
  const sums = Array.from({ length: slices }, (_, index) => sumOf(series, index))
  return (
    <TimeChart
      title={title}
      stretch={stretch}
      series={series}
      ticks={countTicksTo(Math.max(0, ...sums))}
      say={String}
      summary={summary}
    >
      {(plot) =>
        series.map(({ name, colour, values }, level) => (
          <g key={name} class={`columns is-${colour}`}>
            {values.map((value, index) =>
              value ? (
                <Column
                  key={index}
                  plot={plot}
                  index={index}
                  from={sumOf(series.slice(0, level), index)}
                  count={value}
                />
              ) : null,
            )}
          </g>
        ))
      }
    </TimeChart>
  )
}

const sumOf = (series: readonly Series[], index: number) =>
  series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)

interface ColumnProps {
  readonly plot: Plot
  readonly index: number
  /** What is stacked below it. */
  readonly from: number
  readonly count: number
}

function Column({ plot, index, from, count }: ColumnProps) {
  const gap = Math.min(2, plot.step / 4)
  const y = plot.y(from + count)
  return (
    <rect
      x={plot.x(index) + gap / 2}
      y={y}
      width={plot.step - gap}
      height={plot.y(from) - y}
      rx={Math.min(2, plot.step / 4)}
    />
  )
}
