import { ScrollFrame } from '../frame/scroll-frame.tsx'
import { durationText } from '../text/amounts.ts'
import { type Moment, momentText } from './trace-times.ts'

interface MomentTableProps {
  readonly title: string
  /** Each with its place among the moments of both models. */
  readonly moments: readonly { readonly moment: Moment; readonly index: number }[]
  /** How many of the moments of both have been played. */
  readonly shown: number
}

/** What happened under one model, in words. */
export function MomentTable({ title, moments, shown }: MomentTableProps) {
  return (
    <ScrollFrame label={`${title}, in words`} class="table-scroll moments">
      <table>
        <thead>
          <tr>
            <th scope="col">After</th>
            <th scope="col">What happened</th>
          </tr>
        </thead>
        <tbody>
          {moments.map(({ moment, index }) => (
            <tr
              key={index}
              class={index < shown ? '' : 'is-later'}
              aria-current={index === shown - 1 ? 'step' : undefined}
            >
              <td>{durationText(moment.sinceMs)}</td>
              <td>{momentText(moment)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  )
}
