/** What every operation store finds, whatever keeps it. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { Operation } from '../../src/operation/operation.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import { transition } from '../../src/operation/transition.ts'
import { openMysqlStore } from '../../src/store/mysql.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { mysqlServers, sayWhenLeftOut, settingsFor, testDatabase } from '../mysql-servers.ts'
import { requestedEvent, someResult, someTimings } from '../operations.ts'

const claim = { type: 'claim', worker: 'test', leaseMs: 60_000, maxAttempts: 9 } as const
const complete = { type: 'complete', attempt: 1, result: someResult, engine: 'test', timings: someTimings } as const

function findingContract(name: string, prepare: () => () => OperationStore | Promise<OperationStore>): void {
  describe(`finding operations: ${name}`, () => {
    const open = prepare()
    let store: OperationStore
    before(async () => {
      store = await open()
    })
    after(() => store.close())

    const accept = async () => {
      const event = requestedEvent()
      await store.accept(event, Buffer.from('source'))
      return event.operation
    }
    const find = async (id: string): Promise<Operation> => {
      const found = await store.find(id)
      assert.ok(found)
      return found.operation
    }

    it('finds which of many operations have ended', async () => {
      const [open, done] = [await accept(), await accept()]
      await transition(store, done, claim)
      await transition(store, done, complete)
      assert.deepEqual(await store.findEnded([open, done]), [await find(done)])
      assert.deepEqual(await store.findEnded([]), [])
    })

    it('tells the revisions of those that it knows', async () => {
      const [still, changed] = [await accept(), await accept()]
      await transition(store, changed, claim)
      const revisions = await store.findRevisions([still, changed, 'f'.repeat(32)])
      assert.deepEqual(
        revisions,
        new Map([
          [still, 1],
          [changed, 2],
        ]),
      )
      assert.deepEqual(await store.findRevisions([]), new Map())
    })

    it('finds the operations of a result by its bytes and by its pixels, the newest first, and none that is erased', async () => {
      const [digest, pixelDigest] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
      const made = [await accept(), await accept(), await accept(), await accept()]
      for (const [index, id] of made.entries()) {
        await transition(store, id, claim)
        const result = { ...someResult, digest: index === 1 ? someResult.digest : digest, pixelDigest }
        await transition(store, id, { ...complete, result }, Buffer.from('result'))
      }
      const [first = '', second = '', third = '', erased = ''] = made
      await transition(store, erased, { type: 'erase' })
      await transition(store, third, { type: 'expire', retentionMs: 0 })
      const found = await store.findByResult('digest', digest, 10)
      assert.deepEqual(found, [await find(third), await find(first)])
      const ids = async (limit: number) => (await store.findByResult('pixels', pixelDigest, limit)).map(({ id }) => id)
      assert.deepEqual(await ids(10), [third, second, first])
      assert.deepEqual(await ids(1), [third])
      assert.deepEqual(await store.findByResult('digest', pixelDigest, 10), [])
    })
  })
}

findingContract('SQLite', () => () => openSqliteStore(':memory:'))

const servers = await mysqlServers()
sayWhenLeftOut(servers, 'finding operations')
for (const server of servers) {
  findingContract(server.name, () => {
    const { url } = testDatabase(server)
    return () => openMysqlStore(settingsFor(url), 1_000_000)
  })
}
