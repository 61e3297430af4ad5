/**
 * The whole way over HTTP: submit to completed. Of the service as one process, and as the stack where MYSQL_URL and
 * KAFKA_BROKERS name its servers; or of whatever runs at PIPELINE_URL.
 */
import { availableParallelism } from 'node:os'
import { measureBareEngine } from './bare-engine.ts'
import { chosen } from './chosen.ts'
import { createLoad, runMany } from './load.ts'
import { quantile } from './quantile.ts'
import { runningAt, type Service, stackServers, startOneProcess, startStack } from './service.ts'
import { photographOf } from './sources.ts'
import { overheadOf, type Stages, stagesOf } from './stages.ts'
import { type Used, watchProcesses } from './watched-processes.ts'

type Sides = readonly [width: number, height: number]

interface Case {
  readonly name: string
  readonly source: Sides
  readonly result: Sides
  /** Operations before anything is measured: V8 goes on compiling for some ten thousand of them. */
  readonly warmUps: number
  /** Operations one after the other, and then with eight in flight. */
  readonly alone: number
  readonly together: number
}

const nameOf = (sides: Sides) => sides.join('×')

const CASES: readonly Case[] = (
  [
    { source: [64, 64], result: [32, 32], warmUps: 10_000, alone: 100, together: 3000 },
    { source: [640, 480], result: [320, 240], warmUps: 10_000, alone: 60, together: 1600 },
    { source: [1920, 1080], result: [320, 240], warmUps: 4000, alone: 30, together: 800 },
    { source: [4000, 3000], result: [800, 600], warmUps: 600, alone: 20, together: 240 },
  ] as const
).map((one) => ({ name: `${nameOf(one.source)} JPEG → ${nameOf(one.result)}`, ...one }))

const IN_FLIGHT = 8
/** One for each core: those of the stack's worker, of the one process, and of the engine alone. */
const SLOTS = availableParallelism()

const running = process.env['PIPELINE_URL']
const SERVICES: Readonly<Record<string, () => Promise<Service>>> = running
  ? { [running]: async () => runningAt(running) }
  : {
      'one process': () => startOneProcess(SLOTS),
      // One process of each function, as docker-compose.yml has one container of each.
      ...(stackServers() && { 'the stack': () => startStack({ submits: 1, workers: 1, slots: SLOTS }) }),
    }

interface Measured {
  readonly summary: Record<string, string>
  readonly used: ReadonlyMap<string, Used>
  readonly stages: Stages
  readonly operations: number
}

/** Prints the tables. Each case has a fresh service, so that what one leaves behind costs no other. */
export async function benchPipeline(): Promise<void> {
  for (const [name, start] of Object.entries(SERVICES)) {
    const measured = new Map<string, Measured>()
    for (const one of chosen(CASES, process.env['PIPELINE_CASES']))
      measured.set(one.name, await measureCase(one, start))
    print(
      `Submit to completed over HTTP, ${name}; throughput with ${IN_FLIGHT} in flight`,
      measured,
      (of) => of.summary,
    )
    print('Milliseconds by stage, medians with one in flight', measured, ({ stages }) =>
      mapValues(Object.entries(stages), (ms) => ms.toFixed(1)),
    )
    print(`CPU milliseconds for each operation, by process, with ${IN_FLIGHT} in flight`, measured, (of) => {
      const total = [...of.used.values()].reduce((sum, { cpuMs }) => sum + cpuMs, 0)
      const each = [...of.used, ['all', { cpuMs: total }] as const]
      return mapValues(each, ({ cpuMs }) => (cpuMs / of.operations).toFixed(1))
    })
    print('Peak resident memory in MB, by process', measured, ({ used }) =>
      mapValues(used, ({ peakMegabytes }) => peakMegabytes.toFixed(0)),
    )
  }
}

async function measureCase(one: Case, start: () => Promise<Service>): Promise<Measured> {
  const picture = await photographOf(...one.source, 'jpeg')
  const [width, height] = one.result
  const run = { picture, width, height, slots: SLOTS, count: one.together, inFlight: IN_FLIGHT }
  const bare = await measureBareEngine({ ...run, warmUps: one.alone })
  const service = await start()
  const load = createLoad(service.url, picture, { width, height })
  try {
    await runMany(load, one.warmUps, IN_FLIGHT)
    const alone = await runMany(load, one.alone, 1)
    const histories: Stages[] = []
    for (const ended of alone) histories.push(await stagesOf(service.url, ended))

    const used = watchProcesses(service)
    const startedAt = performance.now()
    const together = await runMany(load, one.together, IN_FLIGHT)
    const rate = one.together / ((performance.now() - startedAt) / 1000)
    const overheads = alone.map((ended, index) => overheadOf(ended, histories[index] ?? {}))
    const [aloneMs, togetherMs] = [alone, together].map((all) => all.map(({ totalMs }) => totalMs))
    return {
      summary: {
        throughput: `${rate.toFixed(1)}/s`,
        'of the engine alone': `${((rate / bare) * 100).toFixed(0)} % of ${bare.toFixed(1)}/s`,
        'p50, p99': quantiles(togetherMs),
        'p50, p99 alone': quantiles(aloneMs),
        'behind the 202, beside the engine': `${quantile(overheads, 0.5).toFixed(1)} ms`,
      },
      used: used(),
      stages: medians(histories),
      operations: one.together,
    }
  } finally {
    await load.close()
    await service.end()
  }
}

const quantiles = (ms: readonly number[] = []) => `${quantile(ms, 0.5).toFixed(0)}, ${quantile(ms, 0.99).toFixed(0)} ms`

function medians(histories: readonly Stages[]): Stages {
  const names = Object.keys(histories[0] ?? {})
  const median = (name: string) =>
    quantile(
      histories.map((stages) => stages[name] ?? 0),
      0.5,
    )
  return Object.fromEntries(names.map((name) => [name, median(name)]))
}

function mapValues<V>(entries: Iterable<readonly [string, V]>, to: (value: V) => string): Record<string, string> {
  return Object.fromEntries([...entries].map(([name, value]) => [name, to(value)]))
}

/** A table with the cases as columns. */
function print(
  title: string,
  measured: ReadonlyMap<string, Measured>,
  rowsOf: (measured: Measured) => Record<string, string>,
): void {
  const table: Record<string, Record<string, string>> = {}
  for (const [name, one] of measured) {
    for (const [row, text] of Object.entries(rowsOf(one))) table[row] = { ...table[row], [name]: text }
  }
  console.log(`\n${title}`)
  console.table(table)
}
