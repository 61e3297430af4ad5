import type { PartName } from './models/part-name.ts'
import type { Entry, Happened } from './record.ts'
import type { Measures, PartMeasures, Spread } from './report.ts'

/** The measures of what was taken down. @param cpuMs what the clock of the processor says */
export function measure(entries: readonly Entry[], cpuMs: Measures['cpuMs']): Measures {
  const of = (...kinds: Happened[]) => entries.filter(({ happened }) => kinds.includes(happened))
  const bytes = (some: readonly Entry[]) => some.reduce((sum, entry) => sum + entry.bytes, 0)
  const messages = of('message')
  const commands = of('command')
  const told = of('message', 'command', 'reply')
  const reads = of('read')
  const writes = of('write')
  const submitted = firstTimes(of('submitted'))
  const ended = firstTimes(of('ended'))
  const decided = firstTimes(of('decided'))
  const took = [...ended].flatMap(([id, at]) => at - (submitted.get(id) ?? Number.NaN) || [])
  const staleness = [...ended].map(([id, at]) => Math.max(0, at - (decided.get(id) ?? at)))
  const seconds = (Math.max(0, ...ended.values()) - Math.min(...submitted.values())) / 1000
  const onTheWay = told.filter(({ operation, at }) => at <= (ended.get(operation ?? '') ?? 0))
  return {
    messages: messages.length,
    busBytes: bytes(messages),
    calls: commands.length,
    callBytes: bytes(of('command', 'reply')),
    deliveries: of('delivery').length,
    storeReads: reads.length,
    storeWrites: writes.length,
    storeBytesRead: bytes(reads),
    storeBytesWritten: bytes(writes),
    hops: ended.size === 0 ? 0 : rounded(onTheWay.length / ended.size),
    endedMs: spread(took),
    stalenessMs: spread(staleness),
    perSecond: ended.size === 0 ? 0 : rounded(ended.size / seconds),
    cpuMs: { process: Math.round(cpuMs.process), engine: Math.round(cpuMs.engine) },
    byPart: byPart(entries),
  }
}

/** How numbers are spread; the value below which a share lies is one of them. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (share: number) => rounded(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0)
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}

function firstTimes(entries: readonly Entry[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const { operation, at } of entries) if (operation && !times.has(operation)) times.set(operation, at)
  return times
}

function byPart(entries: readonly Entry[]): Partial<Record<PartName, PartMeasures>> {
  const count = (part: PartName, kind: Happened) =>
    entries.filter((entry) => entry.part === part && entry.happened === kind).length
  const names = [...new Set(entries.map(({ part }) => part))]
  return Object.fromEntries(
    names.map((part) => [
      part,
      {
        messages: count(part, 'message'),
        calls: count(part, 'command'),
        storeReads: count(part, 'read'),
        storeWrites: count(part, 'write'),
      },
    ]),
  )
}

const rounded = (value: number) => Math.round(value * 100) / 100
