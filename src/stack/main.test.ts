import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { isAlive } from '../../test/child-processes.ts'
import { resize } from '../../test/client.ts'
import { faultServers } from '../../test/faults/forms.ts'
import { freePorts } from '../../test/free-ports.ts'
import { temporaryFolder } from '../../test/local-process.ts'
import { ask, withDatabase } from '../../test/mysql-servers.ts'
import { png } from '../../test/pictures.ts'

const run = promisify(execFile)
const main = join(import.meta.dirname, 'main.ts')
const stack = (env: Record<string, string>, ...args: string[]) => run(process.execPath, [main, ...args], { env })

describe('npm run stack', () => {
  it('says in one sentence what it needs', async () => {
    await assert.rejects(stack({}, 'up'), /^Error: Command failed.*\nSet MYSQL_URL .* and KAFKA_BROKERS /m)
  })

  it('shows its commands when it is given none', async () => {
    await assert.rejects(stack({}), /Usage: npm run stack -- up \| down/)
  })
})

const servers = faultServers('npm run stack with everything')
if (servers) {
  describe('npm run stack on real servers', () => {
    it('starts everything once, resizes, starts what ended, and leaves nothing', async (t) => {
      const { folder, remove } = temporaryFolder()
      const database = `picture_resize_test_${randomBytes(6).toString('hex')}`
      const port = await freePorts(40)
      const env = {
        PATH: process.env['PATH'] ?? '',
        MYSQL_URL: withDatabase(servers.mysqlUrl, database),
        KAFKA_BROKERS: servers.brokers,
        KAFKA_TOPIC_NAME: `stack-${database}`,
        KAFKA_GROUP_NAME: `stack-${database}`,
        DATA_DIR: folder,
        STACK_PORT: String(port),
        STACK_WORKERS: '1',
        STACK_SUBMITS: '1',
      }
      t.after(async () => {
        await stack(env, 'down')
        await ask(withDatabase(servers.mysqlUrl, ''), `drop database if exists ${database}`)
        remove()
      })
      const first = rowsOf((await stack(env, 'up')).stdout)
      const second = rowsOf((await stack(env, 'up')).stdout)
      assert.deepEqual([...first.keys()], [...second.keys()])
      assert.deepEqual([...first.values()].map(pidOf), [...second.values()].map(pidOf))

      const { status } = await resize(`http://127.0.0.1:${port}`, png({ width: 8, height: 8, colourType: 6 }), {
        width: 4,
      })
      assert.equal(status, 'completed')

      // The router looks into the store and the topic of the others.
      const look = async (path: string) => (await fetch(`http://127.0.0.1:${port}/system/${path}`)).json()
      const { byStatus } = (await look('operations')) as { byStatus: Record<string, number> }
      assert.equal(byStatus['completed'], 1)
      const { partitions } = (await look('topics')) as { partitions: { topic: string; end: number }[] }
      const own = partitions.filter(({ topic }) => topic === env.KAFKA_TOPIC_NAME)
      assert.equal(
        own.reduce((sum, { end }) => sum + end, 0),
        1,
      )
      const letters = await look(`dead-letters?topic=${env.KAFKA_TOPIC_NAME}`)
      assert.deepEqual(letters, { topic: env.KAFKA_TOPIC_NAME, letters: [] })

      process.kill(pidOf(first.get('kafka-connector-1')), 'SIGKILL')
      const third = rowsOf((await stack(env, 'up')).stdout)
      assert.notEqual(pidOf(third.get('kafka-connector-1')), pidOf(first.get('kafka-connector-1')))
      assert.ok(Number(third.get('kafka-connector-1')?.restarts) >= 1)

      assert.match((await stack(env, 'down')).stdout, /is down/)
      assert.match((await stack(env, 'status')).stdout, /is not up/)
      assert.ok(![...third.values()].map(pidOf).some(isAlive))
    })
  })
}

interface Row {
  readonly pid: string | undefined
  readonly restarts: string | undefined
}

const pidOf = (row: Row | undefined) => Number(row?.pid)

/** The lines of the table by the names of the processes. */
function rowsOf(table: string): Map<string, Row> {
  const lines = table.trim().split('\n').slice(1)
  return new Map(
    lines.map((line) => {
      const [name = '', pid, , restarts] = line.split(/ {2,}/)
      return [name, { pid, restarts }]
    }),
  )
}
