import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { hasCode } from '../../src/errors/failure.ts'
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
import { requestedEvent, someResult, someTimings } from '../operations.ts'
import { startTcpProxy } from '../tcp-proxy.ts'

const root = join(import.meta.dirname, '../..')
const script = readFileSync(join(root, 'db/mysql/0001-operation.sql'), 'utf8')
const everyScript = readdirSync(join(root, 'db/mysql'))
  .filter((name) => /^\d{4}-/.test(name))
  .sort()
  .map((name) => ({ version: Number.parseInt(name, 10), name: name.slice(5, -'.sql'.length) }))
const grants = readFileSync(join(root, 'db/mysql/application-user.sql'), 'utf8')

const source = Buffer.from('source')
const claim = { type: 'claim', worker: 'test', leaseMs: 60_000, maxAttempts: 9 } as const
const complete = { type: 'complete', attempt: 1, result: someResult, engine: 'test', timings: someTimings } as const

/** What a store has to do with its server: scripts, users, limits, and errors that pass. */
function storeOnServer(server: MysqlServer): void {
  describe(`operation store and its server: ${server.name}`, () => {
    const open = (url: string, env: Record<string, string> = {}, largest = 1_000_000) =>
      openMysqlStore(settingsFor(url, env), largest)

    describe('the schema', () => {
      it('is created once when ten processes start together', async () => {
        const { url } = testDatabase(server)
        const processes = Array.from({ length: 10 }, () => startProcess(url))
        const ends = await Promise.all(processes.map(async (child) => (await once(child, 'exit'))[0]))
        assert.deepEqual(ends, Array(10).fill(0))
        assert.deepEqual((await ask(url, 'select version, name from schema_version order by version'))[0], everyScript)
      })

      it('is finished when an earlier start stopped half-way', async () => {
        const { url, name } = testDatabase(server)
        const [first = '', second = ''] = script.split(/(?<=;\n)/)
        await ask(server.url, `create database ${name}`)
        await ask(url, first + second)
        const store = await open(url)
        assert.ok((await store.accept(requestedEvent(), source)).accepted)
        await store.close()
      })

      it('is taken as it is when the scripts were run by hand, and may be run again', async () => {
        const { url, name } = testDatabase(server)
        await ask(server.url, `create database ${name} character set latin1`)
        await ask(url, script)
        await ask(url, script)
        const store = await open(url)
        const event = { ...requestedEvent(), options: { ...requestedEvent().options, background: '🐎' } }
        await store.accept(event, source)
        assert.deepEqual(await store.readEvents(event.operation), [event])
        await store.close()
      })

      it('says which script failed and why', async () => {
        const { url, name } = testDatabase(server)
        await ask(server.url, `create database ${name}`)
        await ask(url, 'create table operation (number bigint unsigned primary key) engine = MyISAM')
        await assert.rejects(open(url), (error) => {
          assert.ok(hasCode(error, 'store-not-usable'))
          assert.match(error.message, /db\/mysql\/0001-operation\.sql could not be applied: .+ It is not recorded/)
          return true
        })
      })

      it("shows the original's one table", async () => {
        const { url } = testDatabase(server)
        const store = await open(url)
        const [open1, done] = [requestedEvent(), requestedEvent()]
        const result = randomBytes(1000)
        for (const event of [open1, done]) await store.accept(event, source)
        await transition(store, done.operation, claim)
        await transition(store, done.operation, complete, result)
        assert.deepEqual((await ask(url, 'select * from response order by id'))[0], [
          { id: 1, Identifier: open1.operation, BaseCode: null, Width: null, Height: null },
          { id: 2, Identifier: done.operation, BaseCode: result.toString('base64'), Width: 4, Height: 3 },
        ])
        await store.close()
      })
    })

    describe('the application user', () => {
      const database = testDatabase(server)
      const user = `picture_${randomBytes(6).toString('hex')}`
      const url = withUser(database.url, user, 'a/b@c')
      after(() => ask(server.url, `drop user if exists '${user}'@'%'`))

      it('may do all that the store does, and nothing else', async () => {
        const administrator = await open(database.url)
        await administrator.close()
        await ask(database.url, grants.replaceAll('picture_resize', user))
        await assert.rejects(open(url), (error) => hasCode(error, 'store-not-usable'), 'it is created locked')
        await ask(database.url, `alter user '${user}'@'%' identified by 'a/b@c' account unlock`)
        const store = await open(url)
        const event = requestedEvent()
        const id = event.operation
        await store.accept(event, source, undefined, 'https://example.com/')
        await transition(store, id, claim)
        assert.ok(await store.renewLease(id, 1, 1000))
        await transition(store, id, complete, Buffer.from('result'))
        await transition(store, id, { type: 'expire', retentionMs: 0 })
        assert.equal((await store.census()).byStatus.expired, 1)
        await store.close()
        for (const statement of ['delete from operation', 'update operation_event set at = 1', 'drop table picture']) {
          await assert.rejects(ask(url, statement), /denied/)
        }
      })

      it('hears what is missing when it may not create it', async () => {
        const empty = testDatabase(server)
        await ask(server.url, `create database ${empty.name}; grant select on ${empty.name}.* to '${user}'@'%'`)
        await assert.rejects(open(withUser(empty.url, user, 'a/b@c')), (error) => {
          assert.ok(hasCode(error, 'store-not-usable'))
          assert.match(error.message, /0001-operation\.sql .+ let an administrator run it/)
          return true
        })
      })

      it('never shows its password', async () => {
        await assert.rejects(open(withUser(database.url, user, 'wrong-secret')), (error) => {
          assert.ok(hasCode(error, 'store-not-usable'))
          assert.match(error.message, new RegExp(`as ${user}.+denied`))
          assert.doesNotMatch(error.message, /wrong-secret/)
          return true
        })
      })
    })

    it('gives back a large picture byte by byte, and the text that follows it as it was', async () => {
      const store = await open(testDatabase(server).url)
      const event = requestedEvent()
      const bytes = randomBytes(100_000)
      const detail = 'grün, ☃'
      await store.accept(event, bytes)
      await transition(store, event.operation, claim)
      await transition(store, event.operation, {
        type: 'fail',
        attempt: 1,
        error: { code: 'picture-malformed', detail },
      })
      assert.deepEqual(Buffer.from((await store.readPicture(event.operation, 'source')) ?? []), bytes)
      assert.equal((await store.find(event.operation))?.operation.error?.detail, detail)
      await store.close()
    })

    it('refuses to start when the server would not take the largest picture', async () => {
      const { url } = testDatabase(server)
      await assert.rejects(open(url, {}, 2 ** 30), (error) => {
        assert.ok(hasCode(error, 'store-not-usable'))
        assert.match(error.message, /max_allowed_packet is \d+ bytes, but a picture may have 1073741824/)
        return true
      })
    })

    it('says that it cannot reach a server, after the time that it was given', async () => {
      const proxy = await startTcpProxy({ port: 9 })
      await proxy.close()
      const nowhere = withDatabase(server.url, 'x', proxy.port)
      await assert.rejects(open(nowhere, { MYSQL_START_WITHIN_MS: '100' }), (error) => {
        assert.ok(hasCode(error, 'store-unavailable'))
        assert.match(error.message, /x on 127\.0\.0\.1:\d+ as root.+ECONNREFUSED/)
        return true
      })
    })

    it('hides from the network what it sends when TLS is asked for', async (t) => {
      const { url } = testDatabase(server)
      const [[row]] = await ask<{ Value: string }>(server.url, "show variables like 'have_ssl'")
      const [[ca]] = await ask<{ Value: string }>(server.url, "show variables like 'ssl_ca'")
      if (row?.Value === 'DISABLED' || !(row ?? ca)?.Value) return t.diagnostic('this server has no certificate')
      const proxy = await startTcpProxy({ port: Number(new URL(server.url).port) })
      const secret = Buffer.from('a secret that nobody may read'.repeat(9))
      let isSeen = false
      proxy.behave((piece) => {
        isSeen ||= piece.includes('nobody may read')
        return 'pass'
      })
      for (const [mode, expected] of [
        ['DISABLED', true],
        ['REQUIRED', false],
      ] as const) {
        isSeen = false
        const store = await open(`${withDatabase(url, new URL(url).pathname.slice(1), proxy.port)}?ssl-mode=${mode}`)
        await store.accept(requestedEvent(), secret)
        await store.close()
        assert.equal(isSeen, expected, mode)
      }
      await assert.rejects(open(`${url}?ssl-mode=VERIFY_CA`), (error) => hasCode(error, 'store-not-usable'))
      await proxy.close()
    })
  })
}

function withUser(text: string, user: string, password: string): string {
  const url = new URL(text)
  url.username = user
  url.password = encodeURIComponent(password)
  return url.href
}

/** A process that opens the store, uses it and ends. */
function startProcess(url: string): ChildProcess {
  const program = `
    const { openMysqlStore } = await import('./src/store/mysql.ts')
    const { mysqlSettings } = await import('./src/store/settings.ts')
    const settings = mysqlSettings.read(process.env)
    const store = await openMysqlStore({ ...settings, url: settings.url }, 1000)
    await store.now()
    await store.close()`
  const args = ['--input-type=module-typescript', '--eval', program]
  return spawn(process.execPath, args, { cwd: root, env: { MYSQL_URL: url }, stdio: ['ignore', 'ignore', 'inherit'] })
}

const servers = await mysqlServers()
sayWhenLeftOut(servers, 'operation store and its server')
for (const server of servers) storeOnServer(server)
