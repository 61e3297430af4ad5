import type { Step } from '../../src/playback/watch/step.ts'
import { ScrollFrame } from '../frame/scroll-frame.tsx'
import { bytesText, durationText } from '../text/amounts.ts'

/** A history in words: what the drawing shows, for those who do not see it. */
export function HistoryTable({ steps, shown }: { steps: readonly Step[]; shown: number }) {
  return (
    <ScrollFrame label="The history in words">
      <table>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Event</th>
            <th scope="col">Since the request</th>
            <th scope="col">What it says</th>
            <th scope="col">What moved</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, index) => (
            <tr key={step.sequence} aria-current={index === shown - 1 ? 'step' : undefined}>
              <td>{step.sequence}</td>
              <th scope="row">{step.title}</th>
              <td>{durationText(step.sinceMs)}</td>
              <td>{step.detail}</td>
              <td>{movedText(step)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  )
}

/** What a step moved, in words; where it happened when nothing did. */
export function movedText({ moves, marks }: Step): string {
  if (moves.length === 0) return `recorded in: ${marks.join(', ')}`
  return moves
    .map(({ from, to, what, bytes, gap }) => {
      const through = gap ? ` (through ${gap}, of which nothing is recorded)` : ''
      return `${what}${bytes === undefined ? '' : ` of ${bytesText(bytes)}`}: ${from} to ${to}${through}`
    })
    .join('; ')
}
