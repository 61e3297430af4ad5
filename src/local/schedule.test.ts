import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { logger } from '../../test/logger.ts'
import { startSchedule } from './schedule.ts'

const scheduled = (name: string, annotations: Record<string, string>) => ({
  name,
  image: name,
  labels: {},
  annotations,
  environment: {},
})
const everySecond = '* * * * * *'

describe('the schedule', () => {
  it('invokes what is annotated for it through the gateway, and nothing else', async (t) => {
    const requests: IncomingMessage[] = []
    const gateway = createServer((request, response) => {
      requests.push(request)
      response.end()
      gateway.emit('invoked')
    })
    gateway.listen(0, '127.0.0.1')
    await once(gateway, 'listening')
    t.after(() => gateway.close())

    const schedule = startSchedule({
      functions: [
        scheduled('sweep', { topic: 'cron-function', schedule: everySecond }),
        scheduled('yearly', { topic: 'cron-function', schedule: '0 0 1 1 *' }),
        scheduled('worker', { topic: 'requests', schedule: everySecond }),
        scheduled('plain', {}),
      ],
      gatewayUrl: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
      logger,
    })
    await once(gateway, 'invoked')
    await once(gateway, 'invoked')
    schedule.stop()
    assert.deepEqual([...new Set(requests.map(({ method, url }) => `${method} ${url}`))], ['POST /function/sweep'])
    assert.equal(requests[0]?.headers['x-connector'], 'cron-connector')

    const before = requests.length
    await sleep(1500)
    assert.equal(requests.length, before)
  })
})
