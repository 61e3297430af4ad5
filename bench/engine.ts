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
  /** Turns of a contender, as many to warm up as are measured, and the pictures of one, which come right after another. */
  readonly turns: readonly [count: number, pictures: number]
  /** What is asked of the engine: how many times faster than stock jimp, at most how many times sharp's time. */
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
    turns: [15, 20],
    asked: { jimp: 10, sharp: 1 },
  },
  {
    name: '1920×1080 JPEG → 320×240',
    kind: 'jpeg',
    source: FULL_HD,
    result: [320, 240],
    format: 'png',
    turns: [12, 8],
    asked: { jimp: 9, sharp: 1.2 },
  },
  {
    name: '4000×3000 JPEG → 800×600',
    kind: 'jpeg',
    source: TWELVE_MEGAPIXELS,
    result: [800, 600],
    format: 'png',
    turns: [6, 4],
    asked: { jimp: 9, sharp: 1.8 },
  },
  {
    name: '1920×1080 PNG → 320×240',
    kind: 'png',
    source: FULL_HD,
    result: [320, 240],
    format: 'png',
    turns: [12, 8],
    asked: { jimp: 3.3, sharp: 0.9 },
  },
  {
    name: '4000×3000 PNG → 800×600',
    kind: 'png',
    source: TWELVE_MEGAPIXELS,
    result: [800, 600],
    format: 'png',
    turns: [6, 4],
    asked: { jimp: 3, sharp: 1.3 },
  },
  {
    name: '1920×1080 palette PNG → 320×240',
    kind: 'palette-png',
    source: FULL_HD,
    result: [320, 240],
    format: 'png',
    turns: [12, 8],
    asked: { jimp: 4, sharp: 1 },
  },
  {
    name: '4000×3000 JPEG → 1920×1080 JPEG',
    kind: 'jpeg',
    source: TWELVE_MEGAPIXELS,
    result: FULL_HD,
    format: 'jpeg',
    turns: [6, 4],
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
  console.log(
    '\nEngine: medians in one process each, in turns (of the first of a turn); peak resident memory; bytes of the result',
  )
  console.table(times)
  console.log('\nThe engine beside the others')
  console.table(ratios)
  console.log(
    '\nThe results beside the filter by its definition (Lanczos with three lobes), computed in double precision',
  )
  console.table(quality)
}

/** The median of the times, that of the first times of the turns, and what the process had in the end. */
type Measured = Ended & { readonly ms: number; readonly firstMs: number }
type ByContender = Readonly<Record<ContenderName, Measured>>

async function measureCase({ turns: [count, pictures] }: Case, task: Task): Promise<ByContender> {
  const processes = CONTENDERS.map((name) => ({ name, child: startContender(name), times: [] as number[][] }))
  for (const { child } of processes) await tell(child, task)
  for (let turn = -count; turn < count; turn++) {
    for (const { child, times } of processes) {
      await sleep(PAUSE_MS)
      const ofTurn = await tell<number[]>(child, { resize: pictures })
      if (turn >= 0) times.push(ofTurn)
    }
  }
  const measured = processes.map(async ({ name, child, times }) => {
    const ended = await tell<Ended>(child, 'end')
    await stop(child)
    const firsts = times.map(([first = 0]) => first)
    return [name, { ...ended, ms: quantile(times.flat(), 0.5), firstMs: quantile(firsts, 0.5) }] as const
  })
  return Object.fromEntries(await Promise.all(measured)) as Record<ContenderName, Measured>
}

function describe({ ms, firstMs, peakMegabytes, result }: Measured): string {
  return `${ms.toFixed(1)} ms (${firstMs.toFixed(1)}), ${peakMegabytes.toFixed(0)} MB, ${result.length} B`
}

/** All of them do their work in one process each; what isolation adds to ours stands behind it. */
function toRatios({ asked }: Case, measured: ByContender): Record<string, string> {
  const { isolated, 'in process': ours, 'stock jimp': jimp, sharp } = measured
  const faster = (one: Measured) => `${(jimp.ms / one.ms).toFixed(1)} ×`
  const ofSharp = (one: Measured) => `${(one.ms / sharp.ms).toFixed(2)} ×`
  return {
    'faster than stock jimp': `${faster(ours)} (asked: ${asked.jimp}), isolated ${faster(isolated)}`,
    "of sharp's time": `${ofSharp(ours)} (asked: ${asked.sharp}), isolated ${ofSharp(isolated)}`,
    "of sharp's bytes": `${(ours.result.length / sharp.result.length).toFixed(2)} × (asked: 1.15)`,
    'isolation costs': `${(isolated.ms - ours.ms).toFixed(1)} ms, ${(100 * (isolated.ms / ours.ms - 1)).toFixed(0)} %`,
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
