import type { ModelReport, Trace } from '../api/run.ts'
import { bytesText, durationText } from '../text/amounts.ts'

type Entry = Trace['entries'][number]
type Part = Entry['part']

/** One thing that happened to an operation under a model. */
export interface Moment extends Pick<Entry, 'part' | 'happened' | 'bytes' | 'name'> {
  /** Which of the models that are looked at together. */
  readonly side: number
  /** Milliseconds since the operation was handed in. */
  readonly sinceMs: number
}

/** Parts in the order in which they are drawn. */
const PARTS: readonly Part[] = ['client', 'connector', 'worker', 'projector', 'mediator', 'sweep']

/**
 * What happened to one operation under some models, in the order of the time since each was handed in: as if all had begun
 * at the same moment.
 * @param number the operation's number in the run
 */
export function momentsOf(reports: readonly Pick<ModelReport, 'traces'>[], number: number): Moment[] {
  const moments = reports.flatMap(({ traces }, side) => {
    const entries = traces.find((trace) => trace.number === number)?.entries ?? []
    const first = entries[0]?.at ?? 0
    return entries.map(
      ({ at, part, happened, bytes, name }): Moment => ({ side, part, happened, bytes, name, sinceMs: at - first }),
    )
  })
  return moments.sort((one, other) => one.sinceMs - other.sinceMs || one.side - other.side)
}

/** The parts that have a moment. */
export function partsOf(moments: readonly Moment[]): Part[] {
  return PARTS.filter((part) => moments.some((moment) => moment.part === part))
}

const WORDS: Readonly<Record<Entry['happened'], string>> = {
  submitted: 'hands it in',
  message: 'writes a message',
  delivery: 'is handed a message',
  command: 'commands through the gateway',
  reply: 'is told the reply',
  read: 'reads from the store',
  write: 'writes to the store',
  decided: 'decides its end',
  ended: 'ends it',
  'part-ended': 'was ended',
  'part-began': 'began again',
}

/** A moment in words: `worker writes a message (resized), 12 kB`. */
export function momentText({ part, happened, name, bytes }: Moment): string {
  return `${part} ${WORDS[happened]}${name && ` (${name})`}${bytes > 0 ? `, ${bytesText(bytes)}` : ''}`
}

/**
 * What has happened so far, in sums: `3 messages, 12 kB on the bus; 2 calls; 4 reads, 2 writes; ended after 40 ms`. Calls are
 * those through the gateway, where there were any.
 */
export function sumText(moments: readonly Moment[]): string {
  const count = (happened: Moment['happened']) => moments.filter((moment) => moment.happened === happened).length
  const busBytes = moments.reduce((sum, { happened, bytes }) => sum + (happened === 'message' ? bytes : 0), 0)
  const ended = moments.find(({ happened }) => happened === 'ended')
  const many = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`
  return [
    `${many(count('message'), 'message')}, ${bytesText(busBytes)} on the bus`,
    ...(count('command') > 0 ? [many(count('command'), 'call')] : []),
    `${many(count('read'), 'read')}, ${many(count('write'), 'write')}`,
    ...(ended ? [`ended after ${durationText(ended.sinceMs)}`] : []),
  ].join('; ')
}
