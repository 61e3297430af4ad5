/** Our engine beside sharp: median times and peak memory, the contenders interleaved in one run. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { CONTENDERS, type ContenderName, type Measured, type Task } from './engine-contender.ts'
import { photographLike } from './photograph.ts'

interface Case {
  readonly name: string
  readonly format: 'jpeg' | 'png'
  readonly source: readonly [width: number, height: number]
  readonly result: readonly [width: number, height: number]
  readonly rounds: number
}

const CASES: readonly Case[] = [
  { name: '640×480 JPEG → 100×100', format: 'jpeg', source: [640, 480], result: [100, 100], rounds: 25 },
  { name: '1920×1080 JPEG → 320×240', format: 'jpeg', source: [1920, 1080], result: [320, 240], rounds: 15 },
  { name: '4000×3000 JPEG → 800×600', format: 'jpeg', source: [4000, 3000], result: [800, 600], rounds: 7 },
  { name: '1920×1080 PNG → 320×240', format: 'png', source: [1920, 1080], result: [320, 240], rounds: 15 },
]

const WARM_UPS = 3

/** Prints the table. Every case runs in fresh processes, so that each peak belongs to one case and one contender. */
export async function benchEngine(): Promise<void> {
  const table: Record<string, Record<string, string>> = {}
  for (const one of CASES) table[one.name] = toRow(await measureCase(one))
  console.log('\nEngine: medians in one process each, interleaved; peak resident memory in MB')
  console.table(table)
}

async function measureCase({ format, source, result, rounds }: Case): Promise<Map<ContenderName, Measured[]>> {
  const task: Task = { source: await photographLike(...source, format), width: result[0], height: result[1] }
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

function toRow(measured: Map<ContenderName, Measured[]>): Record<string, string> {
  const row: Record<string, string> = {}
  const base = median(measured.get('sharp')?.map(({ ms }) => ms) ?? [])
  for (const [name, times] of measured) {
    const ms = median(times.map((time) => time.ms))
    const peak = Math.max(...times.map(({ peakMegabytes }) => peakMegabytes))
    row[name] = `${ms.toFixed(1)} ms (${(ms / base).toFixed(1)} × sharp), ${peak.toFixed(0)} MB`
  }
  return row
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
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
