import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, beforeEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasCode } from '../../src/errors/failure.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import { evolve } from '../../src/operation/state-machine.ts'
import { transition } from '../../src/operation/transition.ts'
import { openMysqlStore } from '../../src/store/mysql.ts'
import {
  ask,
  type MysqlServer,
  mysqlServers,
  sayWhenLeftOut,
  settingsFor,
  testDatabase,
  withDatabase,
} from '../mysql-servers.ts'
import { requestedEvent, someDelivery, someResult, someTimings } from '../operations.ts'
import { blackHole, loseReplyTo, pass, startTcpProxy, type TcpProxy } from '../tcp-proxy.ts'

const LARGEST = 20 * 1024 * 1024
const source = Buffer.from('source')
const claim = { type: 'claim', worker: 'test', leaseMs: 60_000, maxAttempts: 9 } as const
const complete = { type: 'complete', attempt: 1, result: someResult, engine: 'test', timings: someTimings } as const

/** A store behind a network that breaks: nothing is lost, nothing is done twice, and it heals by itself. */
function storeOnBadNetwork(server: MysqlServer): void {
  describe(`operation store on a bad network: ${server.name}`, () => {
    const database = testDatabase(server)
    let proxy: TcpProxy
    let store: OperationStore
    const open = (env: Record<string, string> = {}) =>
      openMysqlStore(settingsFor(withDatabase(server.url, database.name, proxy.port), env), LARGEST)
    before(async () => {
      proxy = await startTcpProxy({
        host: new URL(server.url).hostname,
        port: Number(new URL(server.url).port || 3306),
      })
      store = await open()
    })
    beforeEach(() => {
      proxy.behave(pass)
      proxy.delay(0)
    })
    after(async () => {
      await store.close()
      await proxy.close()
    })

    const accept = async (to = store) => {
      const event = requestedEvent()
      assert.deepEqual(await to.accept(event, source), { accepted: true })
      return event
    }
    const events = async (id: string) => (await store.readEvents(id)).map(({ type }) => type)

    it('sends pictures as the bytes that they are', async () => {
      const event = requestedEvent()
      const picture = randomBytes(LARGEST)
      const before = { ...proxy.sent }
      await store.accept(event, picture)
      assert.deepEqual(Buffer.from((await store.readPicture(event.operation, 'source')) ?? []), picture)
      const sent = { client: proxy.sent.client - before.client, server: proxy.sent.server - before.server }
      // As text they would be twice as long.
      for (const bytes of [sent.client, sent.server]) assert.ok(bytes < 1.01 * LARGEST, `${bytes} bytes`)
    })

    it('accepts once when the reply to the commit is lost', async () => {
      const event = requestedEvent()
      const key = { key: event.operation, requestDigest: 'd'.repeat(64) }
      for (const idempotency of [undefined, key]) {
        const again = { ...event, operation: randomBytes(16).toString('hex') }
        proxy.behave(loseReplyTo('commit'))
        assert.deepEqual(await store.accept(again, source, idempotency), { accepted: true })
        assert.deepEqual(await events(again.operation), ['requested'])
      }
      assert.equal((await store.accept(event, source, key)).accepted, false)
    })

    it('carries out each transition once when the reply to its commit is lost', async () => {
      const { operation: id } = await accept()
      for (const command of [
        { ...claim, delivery: someDelivery },
        complete,
        { type: 'expire', retentionMs: 0 },
      ] as const) {
        proxy.behave(loseReplyTo('commit'))
        const done = await transition(store, id, command, command === complete ? Buffer.from('result') : undefined)
        assert.ok('happened' in done, `${command.type} happened`)
      }
      assert.deepEqual(await events(id), ['requested', 'published', 'dispatched', 'claimed', 'completed', 'expired'])
    })

    it('says that it was too late when somebody else came before the retry', async () => {
      const { operation: id } = await accept()
      const found = await store.find(id)
      assert.ok(found)
      const mine = { type: 'erased', operation: id, sequence: 2, at: found.now } as const
      // The commit never reaches the server, which is away until the other change is written.
      const isDown = new Promise((resolve) => {
        proxy.behave((piece, sender) => {
          if (sender === 'server' || !piece.includes('commit')) return 'pass'
          resolve(proxy.refuse())
          return 'lose'
        })
      })
      const outcome = store.append([mine], evolve(found.operation, mine))
      await isDown
      const other = await openMysqlStore(settingsFor(database.url), LARGEST)
      await transition(other, id, claim)
      await other.close()
      proxy.behave(pass)
      await proxy.accept()
      assert.equal(await outcome, false)
      assert.deepEqual(await events(id), ['requested', 'claimed'])
    })

    it('goes on behind resets at any moment', async () => {
      const patient = await open({ MYSQL_RETRY_FOR_MS: '60000' })
      const live = async () => {
        const { operation: id } = await accept(patient)
        await transition(patient, id, claim)
        await transition(patient, id, complete, Buffer.from('result'))
        return id
      }
      const lives = Promise.all(Array.from({ length: 20 }, live))
      for (let cuts = 0; cuts < 25; cuts += 1) {
        await Promise.race([lives, sleep(5 + Math.random() * 60)])
        proxy.reset()
      }
      for (const id of await lives) assert.deepEqual(await events(id), ['requested', 'claimed', 'completed'])
      await patient.close()
    })

    it('is unavailable while the server is down, and heals', async () => {
      const hasty = await open({ MYSQL_RETRY_FOR_MS: '200' })
      try {
        const { operation: id } = await accept()
        await proxy.refuse()
        await assert.rejects(hasty.find(id), (error) => hasCode(error, 'store-unavailable'))
        await assert.rejects(hasty.accept(requestedEvent(), source), (error) => hasCode(error, 'store-unavailable'))
        // One that has more patience does not even notice.
        const patient = store.find(id)
        await proxy.accept()
        assert.equal((await patient)?.operation.id, id)
        assert.equal((await hasty.find(id))?.operation.id, id)
      } finally {
        await hasty.close()
      }
    })

    it('is unavailable in time when nothing answers, and heals', async () => {
      const hasty = await open({
        MYSQL_TIMEOUT_MS: '300',
        MYSQL_CONNECT_TIMEOUT_MS: '300',
        MYSQL_RETRY_FOR_MS: '0',
        MYSQL_POOL_SIZE: '2',
      })
      try {
        const { operation: id } = await accept()
        await hasty.find(id)
        proxy.behave(blackHole)
        const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => hasty.find(id)))
        for (const outcome of outcomes) {
          assert.ok(outcome.status === 'rejected' && hasCode(outcome.reason, 'store-unavailable'))
        }
        proxy.behave(pass)
        // Connections that were begun in the hole have yet to find out.
        const found = await hasty.find(id).catch(() => hasty.find(id))
        assert.equal(found?.operation.id, id)
      } finally {
        await hasty.close()
      }
    })

    it('works over a slow network', async () => {
      proxy.delay(20)
      const { operation: id } = await accept()
      assert.ok('happened' in (await transition(store, id, claim)))
      assert.deepEqual(await events(id), ['requested', 'claimed'])
    })

    it('leaves no connection behind when it is closed', async () => {
      const other = await openMysqlStore(settingsFor(database.url), LARGEST)
      await Promise.all(Array.from({ length: 8 }, () => other.now()))
      const count = async () => {
        const list = `select id from information_schema.processlist where db = '${database.name}'`
        return (await ask(database.url, list))[0].length
      }
      const before = await count()
      await other.close()
      while ((await count()) > before - 8) await sleep(20)
    })
  })
}

const servers = await mysqlServers()
sayWhenLeftOut(servers, 'operation store on a bad network')
for (const server of servers) storeOnBadNetwork(server)
