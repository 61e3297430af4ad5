/** Our engine beside stock jimp and sharp: median times and peak memory, the contenders interleaved in one run. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chosen } from './chosen.ts'
import { CONTENDERS, type ContenderName, type Ended, type Order, type Task } from './engine-contender.ts'
import { measureQuality } from './quality.ts'
import { quantile } from './quantile.ts'
import { photographOf, type SourceKind } from './sources.ts'

interface Case {
  readonly name: string
  readonly kind: SourceKind
  readonly source: readonly [width: number, height: number]
  readonly result: readonly [width: number, height: number]
  readonly format: Task['format']
  /** As many to warm up as are measured: a child resizes 2,000 pictures before another one takes its place. */
  readonly rounds: number
  /** What is asked of the isolated engine: how many times faster than stock jimp, at most how many times sharp's time. */
  readonly asked: { readonly jimp: number; readonly sharp: number }
}

type Sides = readonly [width: number, height: number]
const VGA: Sides = [640, 480]
const FULL_HD: Sides = [1920, 1080]
const TWELVE_MEGAPIXELS: Sides = [4000, 3000]

const CASES: readonly Case[] = [
  {
    name: '640×480 JPEG → 100×100',
    kind: 'jpeg',
    source: VGA,
    result: [100, 100],
    format: 'png',
    rounds: 100,
    asked: { jimp: 10, sharp: 1 },
  },
  {
    name: '1920×1080 JPEG → 320×240',
    kind: 'jpeg',
    source: FULL_HD,
    result: [320, 240],
    format: 'png',
    rounds: 30,
    asked: { jimp: 9, sharp: 1.2 },
  },
  {
    name: '4000×3000 JPEG → 800×600',
    kind: 'jpeg',
    source: TWELVE_MEGAPIXELS,
    result: [800, 600],
    format: 'png',
    rounds: 10,
    asked: { jimp: 9, sharp: 1.8 },
  },
  {
    name: '1920×1080 PNG → 320×240',
    kind: 'png',
    source: FULL_HD,
    result: [320, 240],
    format: 'png',
    rounds: 30,
    asked: { jimp: 3.3, sharp: 0.9 },
  },
  {
    name: '4000×3000 PNG → 800×600',
    kind: 'png',
    source: TWELVE_MEGAPIXELS,
    result: [800, 600],
    format: 'png',
    rounds: 10,
    asked: { jimp: 3, sharp: 1.3 },
  },
  {
    name: '1920×1080 palette PNG → 320×240',
    kind: 'palette-png',
    source: FULL_HD,
    result: [320, 240],
    format: 'png',
    rounds: 30,
    asked: { jimp: 4, sharp: 1 },
  },
  {
    name: '4000×3000 JPEG → 1920×1080 JPEG',
    kind: 'jpeg',
    source: TWELVE_MEGAPIXELS,
    result: FULL_HD,
    format: 'jpeg',
    rounds: 10,
    asked: { jimp: 7, sharp: 3 },
  },
]

/** Between two turns: what the one before left behind is cleared up in threads of its own. */
const PAUSE_MS = 50

/** Prints the tables. Every case runs in fresh processes, so that each peak belongs to one case and one contender. */
export async function benchEngine(): Promise<void> {
  const times: Record<string, Record<string, string>> = {}
  const ratios: Record<string, Record<string, string>> = {}
  const quality: Record<string, Record<string, string>> = {}
  for (const one of chosen(CASES, process.env['ENGINE_CASES'])) {
    const [width, height] = one.result
    const task: Task = { source: await photographOf(...one.source, one.kind), width, height, format: one.format }
    const measured = await measureCase(one, task)
    times[one.name] = Object.fromEntries(CONTENDERS.map((name) => [name, describe(measured[name])]))
    ratios[one.name] = toRatios(one, measured)
    quality[one.name] = await toQuality(task, measured)
  }
  console.log('\nEngine: medians in one process each, interleaved; peak resident memory; bytes of the result')
  console.table(times)
  console.log('\nThe isolated engine beside the others')
  console.table(ratios)
  console.log(
    '\nThe results beside the filter by its definition (Lanczos with three lobes), computed in double precision',
  )
  console.table(quality)
}

/** The median of the times, and what the process had in the end. */
type Measured = Ended & { readonly ms: number }
type ByContender = Readonly<Record<ContenderName, Measured>>

async function measureCase({ rounds }: Case, task: Task): Promise<ByContender> {
  const processes = CONTENDERS.map((name) => ({ name, child: startContender(name), times: [] as number[] }))
  for (const { child } of processes) await tell(child, task)
  for (let round = -rounds; round < rounds; round++) {
    for (const { child, times } of processes) {
      await sleep(PAUSE_MS)
      const ms = await tell<number>(child, 'resize')
      if (round >= 0) times.push(ms)
    }
  }
  const measured = processes.map(async ({ name, child, times }) => {
    const ended = await tell<Ended>(child, 'end')
    await stop(child)
    return [name, { ...ended, ms: quantile(times, 0.5) }] as const
  })
  return Object.fromEntries(await Promise.all(measured)) as Record<ContenderName, Measured>
}

function describe({ ms, peakMegabytes, result }: Measured): string {
  return `${ms.toFixed(1)} ms, ${peakMegabytes.toFixed(0)} MB, ${result.length} B`
}

function toRatios({ asked }: Case, measured: ByContender): Record<string, string> {
  const { isolated: ours, 'in process': bare, 'stock jimp': jimp, sharp } = measured
  return {
    'faster than stock jimp': `${(jimp.ms / ours.ms).toFixed(1)} × (asked: ${asked.jimp})`,
    "of sharp's time": `${(ours.ms / sharp.ms).toFixed(2)} × (asked: ${asked.sharp})`,
    "of sharp's bytes": `${(ours.result.length / sharp.result.length).toFixed(2)} × (asked: 1.15)`,
    'isolation costs': `${(ours.ms - bare.ms).toFixed(1)} ms, ${(100 * (ours.ms / bare.ms - 1)).toFixed(0)} %`,
  }
}

async function toQuality(task: Task, measured: ByContender): Promise<Record<string, string>> {
  const results = CONTENDERS.map((name) => measured[name].result)
  const decibels = await measureQuality(task.source, results)
  return Object.fromEntries(CONTENDERS.map((name, index) => [name, `${decibels[index]?.toFixed(1)} dB`]))
}

function startContender(name: ContenderName): ChildProcess {
  return fork(fileURLToPath(new URL('./engine-contender.ts', import.meta.url)), [name], { serialization: 'advanced' })
}

/** @returns what it answers */
async function tell<Answer>(child: ChildProcess, order: Order): Promise<Answer> {
  child.send(order)
  const [answer] = await once(child, 'message')
  return answer
}

async function stop(child: ChildProcess): Promise<void> {
  child.disconnect()
  await once(child, 'exit')
}
