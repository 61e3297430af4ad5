import { clockText } from './clock-text.ts'
import type { Series, Stretch } from './series.ts'

interface ChartTableProps {
  readonly stretch: Stretch
  readonly series: readonly Series[]
  readonly say: (value: number) => string
}

/** The values of a chart as a table, of the slices that have any. */
export function ChartTable({ stretch: { from, sliceMs }, series, say }: ChartTableProps) {
  const slices = series[0]?.values.map((_, index) => index) ?? []
  const told = slices.filter((index) => series.some(({ values }) => values[index]))
  return (
    <details class="chart-table">
      <summary>As a table</summary>
      {told.length === 0 ? (
        <p class="hint">Nothing in this time.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.map((index) => (
              <tr key={index}>
                <th scope="row">{clockText(from + index * sliceMs, sliceMs)}</th>
                {series.map(({ name, values }) => (
                  <td key={name}>{values[index] === undefined ? '' : say(values[index])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}
