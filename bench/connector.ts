/** The connector alone: messages to a function that does nothing, as fast as they go. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import { createKafkaTopics } from '../src/topic/kafka/kafka-topics.ts'
import { kafkaSettings } from '../src/topic/kafka/settings.ts'
import { usageOf } from './process-usage.ts'

const MESSAGES = 20_000
/** How many of them are invoked before the measuring begins. */
const WARM_UPS = 5_000
const PARTITIONS = 4
const BATCH = 1_000

/** Prints how many invocations a second the connector makes, and the CPU time of one. */
export async function benchConnector(): Promise<void> {
  const brokers = process.env['KAFKA_BROKERS']
  if (!brokers) return console.log('\nConnector: left out. It needs KAFKA_BROKERS.')
  const topic = `connector-bench-${randomBytes(6).toString('hex')}`
  await fill(topic, brokers)
  const gateway = await openGateway(topic)
  const connector = spawn(process.execPath, [join(import.meta.dirname, '../kafka-connector/main.ts')], {
    env: {
      broker_hosts: brokers,
      topics: topic,
      group: topic,
      initial_offset: 'oldest',
      gateway_url: gateway.url,
      http_port: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const used = () => usageOf(connector.pid ?? 0)?.cpuMs ?? Number.NaN
  const ended = once(connector, 'exit')
  const tooEarly = ended.then(() => Promise.reject(new Error('the connector ended')))
  await Promise.race([gateway.invoked(WARM_UPS), tooEarly])
  const [startedAt, usedBefore] = [performance.now(), used()]
  await Promise.race([gateway.invoked(MESSAGES), tooEarly])
  const [seconds, cpuMs] = [(performance.now() - startedAt) / 1000, used() - usedBefore]
  tooEarly.catch(() => {})
  connector.kill('SIGTERM')
  await ended
  gateway.close()
  const count = MESSAGES - WARM_UPS
  console.log('\nConnector: invocations of a function that does nothing')
  console.table({ 'a second': (count / seconds).toFixed(0), 'CPU ms for each': (cpuMs / count).toFixed(3) })
}

async function fill(topic: string, brokers: string): Promise<void> {
  const settings = kafkaSettings.read({ KAFKA_BROKERS: brokers })
  const topics = createKafkaTopics({ settings, logger: pino({ level: 'silent' }) })
  await topics.ensure([{ topic, partitions: PARTITIONS }])
  for (let written = 0; written < MESSAGES; written += BATCH) {
    const keys = Array.from({ length: BATCH }, (_, index) => String(written + index))
    await topics.write(keys.map((key) => ({ topic, key, value: Buffer.from(`{"operation":"${key}"}`), headers: {} })))
  }
  await topics.close()
}

/** A gateway with one function, which answers at once. `invoked` resolves with so many invocations. */
async function openGateway(topic: string) {
  let count = 0
  let awaited = Number.POSITIVE_INFINITY
  let reached = () => {}
  const functions = JSON.stringify([{ name: 'nothing', namespace: 'openfaas-fn', annotations: { topic } }])
  const server = createServer((request, response) => {
    request.resume()
    if (request.method === 'GET') return response.end(request.url?.startsWith('/system/functions') ? functions : '[]')
    response.end()
    count += 1
    if (count === awaited) reached()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoked(number: number): Promise<void> {
      awaited = number
      return count >= number ? Promise.resolve() : new Promise((resolve) => (reached = resolve))
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
