import type { ModelReport } from '../api/run.ts'
import { bytesText, durationText } from '../text/amounts.ts'

/** One thing that is measured of every model. */
export interface Measure {
  readonly title: string
  /** What the number means, in a few words. */
  readonly meaning: string
  readonly of: (report: ModelReport) => number
  readonly say: (value: number) => string
  /** Whether it is drawn; the others stand in the table alone. */
  readonly isDrawn: boolean
}

const countText = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 })

const measure = (
  title: string,
  meaning: string,
  of: (measures: ModelReport['measures']) => number,
  say: Measure['say'] = countText,
  isDrawn = true,
): Measure => ({ title, meaning, of: ({ measures }) => of(measures), say, isDrawn })

/** What is compared between models, in the order of the report. */
export const MEASURES: readonly Measure[] = [
  measure('Messages', 'written to topics', ({ messages }) => messages),
  measure('Bytes on the bus', 'messages with their headers', ({ busBytes }) => busBytes, bytesText),
  measure('Calls', 'commands through the gateway', ({ calls }) => calls),
  measure('Hops', 'messages, and calls there and back', ({ hops }) => hops),
  measure('Store reads', 'calls that change nothing', ({ storeReads }) => storeReads),
  measure('Store writes', 'calls that may change something', ({ storeWrites }) => storeWrites),
  measure('Throughput', 'operations ended in a second', ({ perSecond }) => perSecond),
  measure('Half ended within', 'p50, from the request on', ({ endedMs }) => endedMs.p50, durationText),
  measure('99 of 100 ended within', 'p99, from the request on', ({ endedMs }) => endedMs.p99, durationText),
  measure('Staleness', 'p99, from the end until it is told', ({ stalenessMs }) => stalenessMs.p99, durationText),
  measure('CPU of the process', 'whatever else it did', ({ cpuMs }) => cpuMs.process, durationText),
  measure('CPU of the engine', 'of its child processes', ({ cpuMs }) => cpuMs.engine, durationText),
  measure('Bytes in calls', 'of commands and replies', ({ callBytes }) => callBytes, bytesText, false),
  measure('Deliveries', 'messages handed to parts', ({ deliveries }) => deliveries, countText, false),
  measure('Pictures read', 'from the store', ({ storeBytesRead }) => storeBytesRead, bytesText, false),
  measure('Pictures written', 'to the store', ({ storeBytesWritten }) => storeBytesWritten, bytesText, false),
  measure('The slowest ended within', 'from the request on', ({ endedMs }) => endedMs.max, durationText, false),
]

/** How the operations of a model ended: `2 equal, 1 refused`. */
export function resultsText({ equal, different, refused, leftOut }: ModelReport): string {
  const left = Object.values(leftOut).reduce((sum, count) => sum + count, 0)
  const counts = [
    [equal, 'equal'],
    [different, 'different'],
    [refused, 'refused'],
    [left, 'left out'],
  ] as const
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return said.length > 0 ? said.join(', ') : 'none'
}

/** What a fault did to a model, in a sentence. */
export function faultText({ part, happened, atMs = 0, recoveredWithinMs, repeated, lost }: Fault): string {
  if (happened === 'no-such-part') return `It has no ${part}.`
  if (happened === 'never-due') return `All was over before the ${part} was to end.`
  const recovered = recoveredWithinMs === undefined ? '' : `, made good within ${durationText(recoveredWithinMs)}`
  const again = `${repeated} ${repeated === 1 ? 'operation' : 'operations'} tried more than once`
  return `The ${part} ended after ${durationText(atMs)}${recovered}; ${again}, ${lost} lost.`
}

type Fault = NonNullable<ModelReport['fault']>
