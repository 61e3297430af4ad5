/** One worker and two, each with one slot, where the slot is what everything waits for: the engine has most to do. */
import { measureBareEngine } from './bare-engine.ts'
import { createLoad, runMany } from './load.ts'
import { stackServers, startStack } from './service.ts'
import { photographOf } from './sources.ts'

const ASKED = { width: 1999, height: 1499, format: 'webp' } as const
const OPERATIONS = 160
const WARM_UPS = 40
const IN_FLIGHT = 8

/** Prints how much faster two workers are, and two slots of the engine alone: what the second core gives at most. */
export async function benchScale(): Promise<void> {
  if (!stackServers()) return console.log('\nScale: left out. It needs MYSQL_URL and KAFKA_BROKERS.')
  const picture = await photographOf(640, 480, 'jpeg')
  const rates: number[] = []
  for (const workers of [1, 2]) {
    const stack = await startStack({ submits: 1, workers, slots: 1 })
    const load = createLoad(stack.url, picture, ASKED)
    try {
      await runMany(load, WARM_UPS, IN_FLIGHT)
      const startedAt = performance.now()
      await runMany(load, OPERATIONS, IN_FLIGHT)
      rates.push(OPERATIONS / ((performance.now() - startedAt) / 1000))
    } finally {
      await load.close()
      await stack.end()
    }
  }
  const alone = { picture, ...ASKED, count: OPERATIONS, warmUps: WARM_UPS, inFlight: IN_FLIGHT }
  const bare = [await measureBareEngine({ ...alone, slots: 1 }), await measureBareEngine({ ...alone, slots: 2 })]
  console.log('\nScale: 640×480 JPEG → 1999×1499 WebP, workers with one slot each')
  console.table({ workers: toRow(rates), 'slots of the engine alone': toRow(bare) })
}

const toRow = ([one = 0, two = 0]: readonly number[]) => ({
  one: `${one.toFixed(2)}/s`,
  two: `${two.toFixed(2)}/s`,
  ratio: (two / one).toFixed(2),
})
