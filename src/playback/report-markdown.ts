import { models } from './models/models.ts'
import { reasonsOf } from './reasons-of.ts'
import type { FaultReport, ModelReport } from './report.ts'
import type { Run } from './run.ts'

/** A run and what its models cost, in Markdown: the models side by side. Times in milliseconds. */
export function toMarkdown(run: Run): string {
  const { id, status, request, reports, progress, error } = run
  const played = Array.isArray(request.operations) ? `${request.operations.length} operations` : 'recorded operations'
  const lines = [
    `# Playback ${id}`,
    '',
    `${played}, speed ${request.speed}${request.fault ? `, the ${request.fault} ended in the middle` : ''}: ${status}.`,
    ...(progress ? ['', `${progress.model}: ${progress.ended} of ${progress.operations} have ended.`] : []),
    ...(error ? ['', `${error.code}${error.detail ? `: ${error.detail}` : ''}`] : []),
    ...(reports.length > 0 ? ['', ...measuresTable(reports), '', ...knowledgeTable(reports)] : []),
    ...(reports.some(({ fault }) => fault) ? ['', ...faultTable(reports)] : []),
    ...differences(reports),
  ]
  return `${lines.join('\n')}\n`
}

const columns: readonly [title: string, of: (report: ModelReport) => string | number][] = [
  ['operations', ({ operations }) => operations],
  ['equal', ({ equal }) => equal],
  ['different', ({ different }) => different],
  ['refused', ({ refused }) => refused],
  ['messages', ({ measures }) => measures.messages],
  ['on the bus', ({ measures }) => toSize(measures.busBytes)],
  ['calls', ({ measures }) => measures.calls],
  ['in calls', ({ measures }) => toSize(measures.callBytes)],
  ['store reads', ({ measures }) => measures.storeReads],
  ['store writes', ({ measures }) => measures.storeWrites],
  ['hops', ({ measures }) => measures.hops],
  ['p50', ({ measures }) => Math.round(measures.endedMs.p50)],
  ['p99', ({ measures }) => Math.round(measures.endedMs.p99)],
  ['staleness p99', ({ measures }) => Math.round(measures.stalenessMs.p99)],
  ['a second', ({ measures }) => measures.perSecond],
  ['CPU process', ({ measures }) => measures.cpuMs.process],
  ['CPU engine', ({ measures }) => measures.cpuMs.engine],
]

/** The table of measures: a row for each model. */
export function measuresTable(reports: readonly ModelReport[]): string[] {
  return toTable(
    ['model', ...columns.map(([title]) => title)],
    reports.map((report) => [report.model, ...columns.map(([, of]) => String(of(report)))]),
  )
}

function knowledgeTable(reports: readonly ModelReport[]): string[] {
  return toTable(
    ['model', 'a message carries', 'who decides what is next', 'where the state lives'],
    reports.map(({ model }) => [model, models[model].carries, models[model].decides, models[model].keeps]),
  )
}

function faultTable(reports: readonly ModelReport[]): string[] {
  const row = (model: string, { part, happened, atMs, recoveredWithinMs, repeated, lost }: FaultReport) => [
    model,
    happened === 'struck' ? `${part} ended after ${atMs} ms` : sentences[happened],
    recoveredWithinMs === undefined ? '' : `${recoveredWithinMs} ms`,
    String(repeated),
    String(lost),
  ]
  return toTable(
    ['model', 'fault', 'recovered within', 'tried more than once', 'lost'],
    reports.flatMap(({ model, fault }) => (fault ? [row(model, fault)] : [])),
  )
}

const sentences = { 'no-such-part': 'it has no such part', 'never-due': 'all was over before' } as const

function differences(reports: readonly ModelReport[]): string[] {
  return reports.flatMap((report) => {
    const reasons = reasonsOf(report)
    if (reasons.length === 0) return []
    return ['', `## ${report.model}`, '', ...reasons.map(([why, count]) => `- ${count} × ${why}`)]
  })
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const toRow = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [toRow(head), toRow(head.map(() => '---')), ...rows.map(toRow)]
}

function toSize(bytes: number): string {
  if (bytes < 10_000) return `${bytes} B`
  return bytes < 10_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
