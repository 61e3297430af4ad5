import type { DeadLetter } from '../api/system.ts'
import { hashOf } from '../frame/route.ts'

/** Dead letters with where they stand, what they were about and why they died. */
export function DeadLetterTable({ letters }: { letters: readonly DeadLetter[] }) {
  return (
    // Scrolled with the keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable
    <section class="table-scroll" aria-label="Dead letters" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Position</th>
            <th scope="col">Operation</th>
            <th scope="col">Function</th>
            <th scope="col">Reason</th>
            <th scope="col">Died</th>
          </tr>
        </thead>
        <tbody>
          {letters.map(({ partition, offset, operation, function: name, reason, outcome, attempts, time }) => (
            <tr key={`${partition}/${offset}`}>
              <th scope="row">
                {partition}/{offset}
              </th>
              <td>{operation && <a href={hashOf({ view: '', id: operation })}>{operation.slice(0, 8)}…</a>}</td>
              <td>{name}</td>
              <td>
                {reason}
                {outcome && ` (${outcome})`}
                {attempts && `, ${attempts} attempts`}
              </td>
              <td>{time && new Date(time).toLocaleString('en-GB')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
