/** Our engine beside stock jimp and sharp: median times and peak memory, the contenders interleaved in one run. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { CONTENDERS, type ContenderName, type Measured, type Task } from './engine-contender.ts'
import { measureQuality } from './quality.ts'
import { photographOf, type SourceKind } from './sources.ts'

interface Case {
  readonly name: string
  readonly kind: SourceKind
  readonly source: readonly [width: number, height: number]
  readonly result: readonly [width: number, height: number]
  readonly format: Task['format']
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
    rounds: 25,
    asked: { jimp: 10, sharp: 1 },
  },
  {
    name: '1920×1080 JPEG → 320×240',
    kind: 'jpeg',
    source: FULL_HD,
    result: [320, 240],
    format: 'png',
    rounds: 15,
    asked: { jimp: 9, sharp: 1.2 },
  },
  {
    name: '4000×3000 JPEG → 800×600',
    kind: 'jpeg',
    source: TWELVE_MEGAPIXELS,
    result: [800, 600],
    format: 'png',
    rounds: 7,
    asked: { jimp: 9, sharp: 1.8 },
  },
  {
    name: '1920×1080 PNG → 320×240',
    kind: 'png',
    source: FULL_HD,
    result: [320, 240],
    format: 'png',
    rounds: 15,
    asked: { jimp: 3.3, sharp: 0.9 },
  },
  {
    name: '4000×3000 PNG → 800×600',
    kind: 'png',
    source: TWELVE_MEGAPIXELS,
    result: [800, 600],
    format: 'png',
    rounds: 7,
    asked: { jimp: 3, sharp: 1.3 },
  },
  {
    name: '1920×1080 palette PNG → 320×240',
    kind: 'palette-png',
    source: FULL_HD,
    result: [320, 240],
    format: 'png',
    rounds: 15,
    asked: { jimp: 4, sharp: 1 },
  },
  {
    name: '4000×3000 JPEG → 1920×1080 JPEG',
    kind: 'jpeg',
    source: TWELVE_MEGAPIXELS,
    result: FULL_HD,
    format: 'jpeg',
    rounds: 7,
    asked: { jimp: 7, sharp: 3 },
  },
]

const WARM_UPS = 5

/** Prints the tables. Every case runs in fresh processes, so that each peak belongs to one case and one contender. */
export async function benchEngine(): Promise<void> {
  const times: Record<string, Record<string, string>> = {}
  const ratios: Record<string, Record<string, string>> = {}
  const quality: Record<string, Record<string, string>> = {}
  for (const one of CASES) {
    const [width, height] = one.result
    const task: Task = { source: await photographOf(...one.source, one.kind), width, height, format: one.format }
    const measured = await measureCase(one, task)
    times[one.name] = Object.fromEntries(CONTENDERS.map((name) => [name, describe(measured.get(name) ?? [])]))
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

async function measureCase({ rounds }: Case, task: Task): Promise<Map<ContenderName, Measured[]>> {
  const processes = CONTENDERS.map((name) => ({ name, child: startContender(name), measured: [] as Measured[] }))
  for (let round = 0; round < WARM_UPS + rounds; round++) {
    for (const { child, measured } of processes) {
      const answer = await measure(child, task)
      if (round >= WARM_UPS) measured.push(answer)
    }
  }
  await Promise.all(processes.map(({ child }) => end(child)))
  return new Map(processes.map(({ name, measured }) => [name, measured]))
}

function describe(measured: readonly Measured[]): string {
  const peak = Math.max(...measured.map(({ peakMegabytes }) => peakMegabytes))
  return `${medianTime(measured).toFixed(1)} ms, ${peak.toFixed(0)} MB, ${measured[0]?.result.length} B`
}

function toRatios({ asked }: Case, measured: ReadonlyMap<ContenderName, Measured[]>): Record<string, string> {
  const time = (name: ContenderName) => medianTime(measured.get(name) ?? [])
  const bytes = (name: ContenderName) => measured.get(name)?.[0]?.result.length ?? Number.NaN
  const ours = time('isolated')
  return {
    'faster than stock jimp': `${(time('stock jimp') / ours).toFixed(1)} × (asked: ${asked.jimp})`,
    "of sharp's time": `${(ours / time('sharp')).toFixed(2)} × (asked: ${asked.sharp})`,
    "of sharp's bytes": `${(bytes('isolated') / bytes('sharp')).toFixed(2)} × (asked: 1.15)`,
    'isolation costs': `${(ours - time('in process')).toFixed(1)} ms, ${(100 * (ours / time('in process') - 1)).toFixed(0)} %`,
  }
}

async function toQuality(
  task: Task,
  measured: ReadonlyMap<ContenderName, Measured[]>,
): Promise<Record<string, string>> {
  const results = CONTENDERS.map((name) => measured.get(name)?.[0]?.result ?? Buffer.alloc(0))
  const decibels = await measureQuality(task.source, results)
  return Object.fromEntries(CONTENDERS.map((name, index) => [name, `${decibels[index]?.toFixed(1)} dB`]))
}

function medianTime(measured: readonly Measured[]): number {
  const sorted = measured.map(({ ms }) => ms).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function startContender(name: ContenderName): ChildProcess {
  return fork(fileURLToPath(new URL('./engine-contender.ts', import.meta.url)), [name], { serialization: 'advanced' })
}

async function measure(child: ChildProcess, task: Task): Promise<Measured> {
  child.send(task)
  const [answer] = await once(child, 'message')
  return answer
}

async function end(child: ChildProcess): Promise<void> {
  child.disconnect()
  await once(child, 'exit')
}
