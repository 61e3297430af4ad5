import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { run, startServer } from '../server-commands.ts'
import { count } from './forms.ts'
import { loseNothing, makeReference, type Reference } from './stack-load.ts'
import { type StackStage, stackServers, startStackStage } from './stack-stage.ts'

/**
 * The servers of MYSQL_URL and KAFKA_BROKERS are killed only where the environment says how, and nobody else uses them:
 * commands that kill one (SIGKILL) and wait until it is gone, and that start it again and wait until it takes connections.
 */
const outages = [
  {
    name: 'MySQL',
    kill: 'MYSQL_OUTAGE_KILL',
    start: 'MYSQL_OUTAGE_START',
    downMs: count({ short: 3000, long: 30_000 }),
  },
  {
    name: 'Kafka',
    kill: 'KAFKA_OUTAGE_KILL',
    start: 'KAFKA_OUTAGE_START',
    downMs: count({ short: 5000, long: 60_000 }),
  },
]
const servers = stackServers()

for (const { name, kill, start, downMs } of outages) {
  const [killCommand, startCommand] = [process.env[kill], process.env[start]]
  if (!servers || !killCommand || !startCommand) {
    process.stdout.write(
      `Killing ${name}: left out. Run it with MYSQL_URL, KAFKA_BROKERS, ${kill} and ${start} (see the test).\n`,
    )
    continue
  }
  describe(`the stack while ${name} is killed`, () => {
    let stage: StackStage
    let reference: Reference
    before(async () => {
      reference = await makeReference()
      stage = await startStackStage(servers)
    })
    after(async () => {
      // Also when the test ended while it was down.
      await startServer(startCommand)
      await stage?.stop()
    })

    const times = count({ short: 2, long: 5 })
    it(`${times} times, and once stays away for ${downMs / 1000} s, loses and doubles nothing`, async (t) => {
      const operations = count({ short: 80, long: 300 })
      await loseNothing(t, stage, { operations, reference }, async ({ random }) => {
        for (let time = 0; time < times; time += 1) {
          await sleep(1000 + random() * 2000)
          await run(killCommand)
          await sleep(time === 0 ? downMs : 500)
          await startServer(startCommand)
        }
      })
    })
  })
}
