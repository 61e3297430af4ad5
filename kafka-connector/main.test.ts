import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { after, afterEach, beforeEach, describe, it } from 'node:test'
import { createClient } from '../src/topic/kafka/client.ts'
import { createKafkaTopics } from '../src/topic/kafka/kafka-topics.ts'
import type { Topics } from '../src/topic/topic.ts'
import { openGateway, type ScriptedGateway, until } from '../test/connector-stage.ts'
import { kafkaServers } from '../test/kafka-servers.ts'
import { logger } from '../test/logger.ts'

const main = new URL('main.ts', import.meta.url).pathname

/** The program with these settings and nothing else in its environment. */
function start(env: Readonly<Record<string, string>>, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Where the program serves its health, as its log says. */
async function urlOf(program: ChildProcess): Promise<string> {
  let output = ''
  for await (const chunk of program.stdout ?? []) {
    output += chunk
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0]
    if (!found) continue
    return found
  }
  throw new Error(`the program ended:\n${output}`)
}

describe('the program', () => {
  it('says what is wrong with its settings, all of it, and ends', async () => {
    const program = start({ broker_hosts: 'no-port', http_port: 'x', max_attempts: '0' })
    const said = program.stderr ? await text(program.stderr) : ''
    for (const name of ['KAFKA_BROKERS', 'http_port', 'max_attempts']) assert.match(said, new RegExp(`^${name} `, 'm'))
    assert.equal(program.exitCode ?? (await once(program, 'exit'))[0], 1)
  })

  it('waits while it cannot reach Kafka, says that it is not ready, and ends when it is told to', async () => {
    const program = start({ broker_hosts: '127.0.0.1:1', http_port: '0' })
    const url = await urlOf(program)
    program.stdout?.resume()
    assert.equal((await fetch(`${url}/healthz`)).status, 200)
    assert.equal((await fetch(`${url}/readyz`)).status, 503)
    const ended = once(program, 'exit')
    program.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null])
  })
})

for (const { name, settings } of kafkaServers) {
  describe(`the program on ${name}`, () => {
    const topics: Topics = createKafkaTopics({ settings, logger })
    const programs: ChildProcess[] = []
    let gateway: ScriptedGateway
    let topic: string
    let env: Record<string, string>
    after(() => topics.close())

    const run = async () => {
      const program = start(env)
      programs.push(program)
      const url = await urlOf(program)
      program.stdout?.resume()
      await until(async () => (await fetch(`${url}/readyz`)).status === 200)
      return { program, url }
    }
    const write = (...values: string[]) =>
      topics.write(values.map((value) => ({ topic, key: value, value: Buffer.from(value), headers: {} })))
    const settled = () =>
      until(async () => {
        const lags = await topics.lag('connectors', [topic, `${topic}.retry.1`])
        return lags.every(({ lag }) => lag === 0)
      })
    const signal = async (program: ChildProcess, name: NodeJS.Signals) => {
      const ended = once(program, 'exit')
      program.kill(name)
      return await ended
    }

    beforeEach(async () => {
      topic = `program-${randomUUID()}`
      gateway = await openGateway()
      gateway.functions = { ship: topic }
      env = {
        broker_hosts: settings.brokers,
        KAFKA_REPLICATION_FACTOR: String(settings.replicationFactor),
        KAFKA_SESSION_TIMEOUT_MS: '6000',
        TOPIC_PARTITIONS: '1',
        topics: topic,
        group: 'connectors',
        gateway_url: gateway.url,
        rebuild_interval: '50ms',
        retry_delays: '100ms',
        http_port: '0',
      }
    })
    afterEach(async () => {
      for (const program of programs.splice(0)) {
        if (program.exitCode === null && program.signalCode === null) await signal(program, 'SIGKILL')
      }
      await gateway.close()
    })

    it('serves health and metrics, delivers, and drains when it is told to end', async () => {
      const slow = Promise.withResolvers<number>()
      gateway.reply = ({ body }) => (body === 'slow' ? slow.promise : 200)
      const { program, url } = await run()
      await write('a', 'b')
      await settled()
      const metrics = await (await fetch(`${url}/metrics`)).text()
      assert.match(metrics, /connector_invocations_total\{function="ship",outcome="200"\} 2/)
      assert.ok(metrics.includes(`connector_committed_offset{topic="${topic}",partition="0"} 2`))
      assert.equal((await fetch(`${url}/healthz`)).status, 200)
      await write('slow')
      await until(() => gateway.calls.length === 3)
      const ended = signal(program, 'SIGTERM')
      await until(async () => (await fetch(`${url}/readyz`)).status === 503)
      slow.resolve(200)
      assert.deepEqual(await ended, [0, null])
      await settled()
    })

    it('loses nothing when it is killed in the middle of its work', async () => {
      gateway.reply = ({ body, attempt }) => (Number(body) % 7 === 3 && attempt === 1 ? 503 : 200)
      const values = Array.from({ length: 300 }, (_, index) => String(index))
      const first = await run()
      const writing = write(...values)
      await until(() => gateway.calls.length > 20)
      assert.deepEqual(await signal(first.program, 'SIGKILL'), [null, 'SIGKILL'])
      await writing
      await run()
      await settled()
      assert.deepEqual(
        values.filter((value) => !gateway.done.has(value)),
        [],
      )
    })

    it('ends with an error when its topic is deleted, and makes it again when it is started again', async () => {
      const { program } = await run()
      await write('a', 'b')
      await settled()
      const ended = once(program, 'exit')
      const admin = createClient(settings, logger).admin()
      await admin.connect()
      await admin.deleteTopics({ topics: [topic] })
      await admin.disconnect()
      assert.deepEqual(await ended, [1, null])
      await run()
      await write('c')
      await until(() => gateway.done.has('c'))
    })

    it('drives dead letters back by command', async () => {
      let isFixed = false
      gateway.reply = () => (isFixed ? 200 : 422)
      await run()
      await write('a', 'b')
      await until(async () => (await topics.lag('counts', [`${topic}.dead-letter`]))[0]?.end === 2)
      isFixed = true
      const command = start(env, 're-drive', '--topic', topic, '--limit', '1')
      const said = command.stdout ? await text(command.stdout) : ''
      assert.match(said, /^0\/0 ship refused 422 /)
      assert.match(said, /^1 dead letters of .* went back\.$/m)
      await until(() => gateway.done.size === 1)
    })
  })
}
