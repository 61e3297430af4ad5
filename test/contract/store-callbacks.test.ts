import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { transition } from '../../src/operation/transition.ts'
import { openMysqlStores } from '../../src/store/mysql.ts'
import { openSqliteStores } from '../../src/store/sqlite.ts'
import type { Stores } from '../../src/store/stores.ts'
import { mysqlServers, sayWhenLeftOut, settingsFor, testDatabase } from '../mysql-servers.ts'
import { requestedEvent } from '../operations.ts'

const source = Buffer.from('abc')
/** As long as one may be. */
const url = `https://example.com/${'x'.repeat(2028)}`

/** What every store must do with callbacks, whatever keeps it. */
function callbackContract(name: string, prepare: () => () => Stores | Promise<Stores>): void {
  describe(`the store of callbacks: ${name}`, () => {
    const open = prepare()
    let stores: Stores
    before(async () => {
      stores = await open()
    })
    after(() => stores.operations.close())

    const accept = async (idempotency?: { key: string; requestDigest: string }) => {
      const event = requestedEvent()
      await stores.operations.accept(event, source, idempotency, url)
      return event.operation
    }
    const end = (id: string) => transition(stores.operations, id, { type: 'give-up', deadlineMs: 0 })
    const due = async (id: string) => {
      const [one] = await stores.callbacks.findDue(1, id)
      assert.deepEqual(
        (await stores.callbacks.findDue(1000)).filter(({ operation }) => operation === id),
        one ? [one] : [],
      )
      return one
    }

    it('tells a callback once its operation has ended, and not before', async () => {
      const id = await accept()
      assert.equal(await due(id), undefined)
      await end(id)
      assert.deepEqual(await due(id), { operation: id, url, tries: 0 })
      const without = requestedEvent()
      await stores.operations.accept(without, source)
      await end(without.operation)
      assert.equal(await due(without.operation), undefined)
    })

    it('gives each try to one, and tells it again when its time has come', async () => {
      const id = await accept()
      await end(id)
      const callback = (await due(id)) ?? assert.fail()
      const claimed = await Promise.all(Array.from({ length: 8 }, () => stores.callbacks.claim(callback, 300)))
      assert.equal(claimed.filter(Boolean).length, 1)
      assert.equal(await due(id), undefined)
      await new Promise((resolve) => setTimeout(resolve, 400))
      assert.deepEqual(await due(id), { operation: id, url, tries: 1 })
      assert.equal(await stores.callbacks.claim(callback, 300), false)
    })

    it('forgets what was made', async () => {
      const id = await accept()
      await end(id)
      await stores.callbacks.remove(id)
      assert.equal(await due(id), undefined)
    })

    it('keeps one callback for a request that comes twice', async () => {
      const idempotency = { key: `key-${Date.now()}`, requestDigest: 'd'.repeat(64) }
      const [first, second] = [await accept(idempotency), await accept(idempotency)]
      await end(first)
      assert.ok(await due(first))
      assert.equal(await due(second), undefined)
    })

    it('tells the longest due first, and no more than asked for', async () => {
      const ids = [await accept(), await accept()]
      for (const id of ids) await end(id)
      assert.equal((await stores.callbacks.findDue(1)).length, 1)
      const [later = ''] = ids
      await stores.callbacks.claim((await due(later)) ?? assert.fail(), 1)
      await new Promise((resolve) => setTimeout(resolve, 20))
      const order = (await stores.callbacks.findDue(1000)).map(({ operation }) => operation)
      assert.deepEqual(
        order.filter((id) => ids.includes(id)),
        ids.toReversed(),
      )
    })
  })
}

callbackContract('SQLite', () => () => openSqliteStores(':memory:'))
const servers = await mysqlServers()
for (const server of servers) {
  callbackContract(server.name, () => {
    const { url: database } = testDatabase(server)
    return () => openMysqlStores(settingsFor(database), 1024)
  })
}
sayWhenLeftOut(servers, 'the store of callbacks')
