import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { newId } from '../../src/operation/new-id.ts'
import { transition } from '../../src/operation/transition.ts'
import { idPrefixOf, sandboxId } from '../../src/playback/played.ts'
import { advanced, claimed, ended, newRun } from '../../src/playback/run.ts'
import { openDatabase } from '../../src/sqlite/open-database.ts'
import { openMysqlStores } from '../../src/store/mysql.ts'
import { openSqliteStores } from '../../src/store/sqlite.ts'
import type { Stores } from '../../src/store/stores.ts'
import { ask, mysqlServers, sayWhenLeftOut, settingsFor, testDatabase } from '../mysql-servers.ts'
import { requestedEvent } from '../operations.ts'

const request = { operations: [newId()], models: ['broker' as const], speed: 'max' }

/** What the stores of playback must do, whatever keeps them. */
function playbackContract(name: string, prepare: () => () => Stores | Promise<Stores>): void {
  describe(`the stores of playback: ${name}`, () => {
    const open = prepare()
    let stores: Stores
    before(async () => {
      stores = await open()
    })
    after(() => stores.operations.close())

    const begin = async (requestedAt = Date.now()) => {
      const run = newRun(newId(), request, requestedAt)
      await stores.runs.create(run)
      return run
    }

    it('gives back a run as it was written, at every stage', async () => {
      const run = await begin()
      const found = await stores.runs.find(run.id)
      assert.deepEqual(found?.run, run)
      assert.ok(Math.abs((found?.now ?? 0) - Date.now()) < 60_000)
      const held = claimed(run, 'worker:1', 1000, 5) ?? assert.fail()
      const told = advanced(held, { progress: { model: 'broker', ended: 1, operations: 2 } }, 1000, 9)
      const over = ended(told, 'failed', 12, { code: 'playback-timed-out', detail: 'größer' })
      for (const stage of [held, told, over]) {
        assert.ok(await stores.runs.update(stage))
        assert.deepEqual((await stores.runs.find(run.id))?.run, stage)
      }
      assert.equal(await stores.runs.find(newId()), undefined)
    })

    it('writes a change upon the revision that it was decided on, and upon no other', async () => {
      const run = await begin()
      const one = claimed(run, 'one', 1000, 5) ?? assert.fail()
      const other = claimed(run, 'other', 1000, 5) ?? assert.fail()
      const written = await Promise.all([stores.runs.update(one), stores.runs.update(other)])
      assert.deepEqual(written.toSorted(), [false, true])
    })

    it('tells the runs that are not over, oldest first, and forgets those that ended long ago', async () => {
      const [second, first, over] = [await begin(2000), await begin(1000), await begin(500)]
      await stores.runs.update(ended(over, 'cancelled', Date.now() - 10_000))
      const open = (await stores.runs.findOpen(100)).map(({ id }) => id)
      assert.deepEqual(
        open.filter((id) => [first.id, second.id, over.id].includes(id)),
        [first.id, second.id],
      )
      assert.equal((await stores.runs.findOpen(1)).length, 1)
      await stores.runs.removeOld(60_000)
      assert.ok(await stores.runs.find(over.id))
      await stores.runs.removeOld(5_000)
      assert.equal(await stores.runs.find(over.id), undefined)
      assert.ok(await stores.runs.find(first.id))
    })

    it('keeps the operations of a sandbox apart from the live ones, and from those of other runs', async () => {
      const [run, other] = [newId(), newId()]
      const census = await stores.operations.census()
      const ids = [sandboxId(run, 1), sandboxId(run, 2), sandboxId(other, 1)]
      for (const operation of ids) {
        await stores.sandbox.operations.accept({ ...requestedEvent(), operation }, Buffer.from('source'))
        await transition(stores.sandbox.operations, operation, {
          type: 'claim',
          worker: 'w',
          leaseMs: 1,
          maxAttempts: 3,
        })
      }
      assert.deepEqual(await stores.operations.census(), census)
      assert.equal(await stores.operations.find(ids[0] ?? ''), undefined)
      assert.equal(await stores.sandbox.count(idPrefixOf(run)), 2)
      await stores.sandbox.clear(idPrefixOf(run))
      assert.equal(await stores.sandbox.count(idPrefixOf(run)), 0)
      assert.equal(await stores.sandbox.operations.readPicture(ids[0] ?? '', 'source'), undefined)
      assert.deepEqual(await stores.sandbox.operations.readEvents(ids[0] ?? ''), [])
      assert.equal((await stores.sandbox.operations.readEvents(ids[2] ?? '')).length, 2)
      await stores.sandbox.clear(idPrefixOf(other))
    })

    it('lets one of many bring a workflow from one step to the next', async () => {
      const { workflows, clear } = stores.sandbox
      const operation = sandboxId(newId(), 1)
      assert.equal(await workflows.find(operation), undefined)
      assert.deepEqual(
        [await workflows.begin(operation, 'check'), await workflows.begin(operation, 'check')],
        [true, false],
      )
      const advance = () => workflows.advance(operation, 'check', 'resize')
      const done = await Promise.all([advance(), advance(), advance()])
      assert.equal(done.filter(Boolean).length, 1)
      assert.equal(await workflows.find(operation), 'resize')
      await clear(operation)
      assert.equal(await workflows.find(operation), undefined)
    })
  })
}

playbackContract('SQLite', () => () => openSqliteStores(':memory:'))

describe('the tables of the sandbox', () => {
  it('have the columns of the live ones in SQLite', () => {
    const scripts = join(import.meta.dirname, '../../db/sqlite/operation')
    const database = openDatabase({ path: ':memory:', scripts, synchronous: 'normal' })
    for (const table of ['operation', 'picture', 'operation_event']) {
      const columns = (name: string) =>
        database
          .prepare(`select name, type, "notnull", dflt_value, pk from pragma_table_info('${name}') order by name`)
          .all()
      assert.deepEqual(columns(`sandbox_${table}`), columns(table))
    }
    database.close()
  })
})

const servers = await mysqlServers()
sayWhenLeftOut(servers, 'the stores of playback')
for (const server of servers) {
  playbackContract(server.name, () => {
    const { url } = testDatabase(server)
    return () => openMysqlStores(settingsFor(url), 1_000_000)
  })
  describe(`the tables of the sandbox: ${server.name}`, () => {
    const { url, name } = testDatabase(server)
    it('have the columns of the live ones', async () => {
      const { operations } = await openMysqlStores(settingsFor(url), 1_000_000)
      await operations.close()
      for (const table of ['operation', 'picture', 'operation_event']) {
        const columns = async (of: string) => {
          const [rows] = await ask(
            url,
            `select column_name, column_type, is_nullable, collation_name from information_schema.columns
             where table_schema = '${name}' and table_name = '${of}' order by column_name`,
          )
          return rows
        }
        assert.deepEqual(await columns(`sandbox_${table}`), await columns(table))
      }
    })
  })
}
