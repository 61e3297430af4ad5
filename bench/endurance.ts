/** Whether memory stays what it is over many operations. */
import { createLoad, runMany } from './load.ts'
import { stackServers, startOneProcess, startStack } from './service.ts'
import { photographOf } from './sources.ts'
import { residentOf } from './watched-processes.ts'

const OPERATIONS = Number(process.env['BENCH_OPERATIONS'] ?? 20_000)
const INTERVALS = 10
const IN_FLIGHT = 8

/** Prints the resident memory by process, after every tenth of the operations. */
export async function benchEndurance(): Promise<void> {
  const service = stackServers() ? await startStack({ submits: 2, workers: 2, slots: 1 }) : await startOneProcess(2)
  const load = createLoad(service.url, await photographOf(64, 64, 'jpeg'), { width: 32, height: 32 })
  const table: Record<string, Record<string, string>> = {}
  try {
    for (let interval = 1; interval <= INTERVALS; interval += 1) {
      const startedAt = performance.now()
      await runMany(load, OPERATIONS / INTERVALS, IN_FLIGHT)
      const rate = OPERATIONS / INTERVALS / ((performance.now() - startedAt) / 1000)
      const resident = [...residentOf(service)].map(([kind, megabytes]) => [kind, megabytes.toFixed(0)] as const)
      table[`${(OPERATIONS / INTERVALS) * interval}`] = { 'a second': rate.toFixed(1), ...Object.fromEntries(resident) }
    }
  } finally {
    await load.close()
    await service.end()
  }
  console.log(`\nEndurance: resident memory in MB after so many operations, 64×64 JPEG → 32×32`)
  console.table(table)
}
