import type { Series, Stretch } from './series.ts'
import { ticksTo } from './ticks.ts'
import { type Plot, TimeChart } from './time-chart.tsx'

interface TimeLinesProps {
  readonly title: string
  readonly stretch: Stretch
  /** Where a value is undefined, the line has a gap. */
  readonly series: readonly Series[]
  readonly say: (value: number) => string
  readonly summary: string
}

/** Amounts over time, as lines with a dot for each slice that has a value. */
export function TimeLines({ title, stretch, series, say, summary }: TimeLinesProps) {
  const highest = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  return (
    <TimeChart title={title} stretch={stretch} series={series} ticks={ticksTo(highest)} say={say} summary={summary}>
      {(plot) =>
        series.map(({ name, colour, values }) => (
          <g key={name} class={`lines is-${colour}`}>
            <path d={pathOf(plot, values)} />
            {values.map((value, index) =>
              value === undefined ? null : (
                <circle key={index} cx={middleOf(plot, index)} cy={plot.y(value)} r={Math.min(3, plot.step / 2.5)} />
              ),
            )}
          </g>
        ))
      }
    </TimeChart>
  )
}

const middleOf = (plot: Plot, index: number) => plot.x(index) + plot.step / 2

function pathOf(plot: Plot, values: Series['values']): string {
  return values
    .map((value, index) => {
      if (value === undefined) return ''
      const isFirst = values[index - 1] === undefined
      return `${isFirst ? 'M' : 'L'}${middleOf(plot, index).toFixed(1)} ${plot.y(value).toFixed(1)}`
    })
    .join('')
}
