/** The whole way over HTTP: operations a second, submit to completed, and memory, against one service process. */
import { readFileSync } from 'node:fs'
import { childrenOf } from '../test/child-processes.ts'
import { resize } from '../test/client.ts'
import { startLocalProcess, temporaryFolder } from '../test/local-process.ts'
import { photographLike } from './photograph.ts'

interface Case {
  readonly name: string
  readonly source: readonly [width: number, height: number]
  readonly result: readonly [width: number, height: number]
  /** Operations one after the other, and then with eight in flight. */
  readonly alone: number
  readonly together: number
}

const CASES: readonly Case[] = [
  { name: '64×64 JPEG → 32×32', source: [64, 64], result: [32, 32], alone: 50, together: 300 },
  { name: '640×480 JPEG → 320×240', source: [640, 480], result: [320, 240], alone: 30, together: 120 },
  { name: '1920×1080 JPEG → 320×240', source: [1920, 1080], result: [320, 240], alone: 10, together: 32 },
  { name: '4000×3000 JPEG → 800×600', source: [4000, 3000], result: [800, 600], alone: 3, together: 8 },
]

const IN_FLIGHT = 8
const WARM_UPS = 5

/** Prints the table. Each case has a fresh service, so that each peak belongs to one case. */
export async function benchPipeline(): Promise<void> {
  const table: Record<string, Record<string, string>> = {}
  for (const one of CASES) table[one.name] = await measureCase(one)
  console.log(`\nPipeline: submit to completed over HTTP, one process; throughput with ${IN_FLIGHT} in flight`)
  console.table(table)
}

async function measureCase({ source, result, alone, together }: Case): Promise<Record<string, string>> {
  const { folder, remove } = temporaryFolder()
  const service = await startLocalProcess({ DATA_DIR: folder })
  try {
    const picture = await photographLike(...source, 'jpeg')
    const [width, height] = result
    const run = async () => {
      const startedAt = performance.now()
      const { status } = await resize(service.url, picture, { width, height })
      if (status !== 'completed') throw new Error(`the operation ended ${status}`)
      return performance.now() - startedAt
    }
    for (let count = 0; count < WARM_UPS; count += 1) await run()
    const times: number[] = []
    for (let count = 0; count < alone; count += 1) times.push(await run())

    const startedAt = performance.now()
    let left = together
    await Promise.all(
      Array.from({ length: IN_FLIGHT }, async () => {
        while (left-- > 0) await run()
      }),
    )
    const seconds = (performance.now() - startedAt) / 1000
    return {
      'p50 alone': `${quantile(times, 0.5).toFixed(0)} ms`,
      'p99 alone': `${quantile(times, 0.99).toFixed(0)} ms`,
      throughput: `${(together / seconds).toFixed(1)}/s`,
      'peak RSS, service': peakMegabytes(service.pid),
      'peak RSS, largest child': largest(childrenOf(service.pid).map(peakMegabytes)),
    }
  } finally {
    await service.end('SIGTERM')
    remove()
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The highest resident memory so far, where the system tells (Linux). */
function peakMegabytes(pid: number): string {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return `${(Number(kilobytes) / 1024).toFixed(0)} MB`
  } catch {
    return 'not told here'
  }
}

function largest(peaks: readonly string[]): string {
  return peaks.toSorted((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))[0] ?? 'none'
}
