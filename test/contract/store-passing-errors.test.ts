import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasCode } from '../../src/errors/failure.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import { transition } from '../../src/operation/transition.ts'
import { openMysqlStore } from '../../src/store/mysql.ts'
import { ask, type MysqlServer, mysqlServers, sayWhenLeftOut, settingsFor, testDatabase } from '../mysql-servers.ts'
import { requestedEvent } from '../operations.ts'

const claim = { type: 'claim', worker: 'test', leaseMs: 60_000, maxAttempts: 9 } as const

const PASSING = {
  1020: 'a record that has changed',
  1205: 'a lock that is waited for too long',
  1213: 'a deadlock',
  1290: 'a server that became read-only by an option',
  1836: 'a server that is in read-only mode',
}

/** A real server's real errors, by a trigger: what else causes them would hit everybody on this server. */
const TABLE_OF_FAULTS = 'create table fault (until_ms bigint not null, error int not null)'
const NOW = `timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000`
const raise = (error: string) =>
  `if (select error from fault) = ${error} then signal sqlstate 'HY000' set mysql_errno = ${error}; end if;`
const TRIGGER = `create trigger raise_fault before update on operation for each row begin
  if exists (select 1 from fault where until_ms > ${NOW}) then ${Object.keys(PASSING).map(raise).join(' ')} end if;
end`

function storeAmongPassingErrors(server: MysqlServer): void {
  describe(`operation store among errors that pass: ${server.name}`, () => {
    const { url } = testDatabase(server)
    let store: OperationStore
    before(async () => {
      store = await openMysqlStore(settingsFor(url), 1_000_000)
      await ask(url, TABLE_OF_FAULTS)
      await ask(url, TRIGGER)
    })
    after(() => store.close())

    const accept = async () => {
      const event = requestedEvent()
      await store.accept(event, Buffer.from('source'))
      return event.operation
    }
    const failFor = async (milliseconds: number, error: number | string) =>
      await ask(url, `delete from fault; insert into fault values (${NOW} + ${milliseconds}, ${error})`)

    for (const [error, name] of Object.entries(PASSING)) {
      it(`waits until it is over: ${name}`, async () => {
        const id = await accept()
        await failFor(300, error)
        assert.ok('happened' in (await transition(store, id, claim)))
        assert.equal((await store.readEvents(id)).length, 2)
      })
    }

    it('is unavailable when it lasts longer than it may wait', async () => {
      const hasty = await openMysqlStore(settingsFor(url, { MYSQL_RETRY_FOR_MS: '100' }), 1_000_000)
      const id = await accept()
      await failFor(60_000, 1836)
      await assert.rejects(transition(hasty, id, claim), (error) => hasCode(error, 'store-unavailable'))
      await ask(url, 'delete from fault')
      assert.ok('happened' in (await transition(hasty, id, claim)))
      await hasty.close()
    })

    it('survives being chosen in a real deadlock', async () => {
      const id = await accept()
      await ask(url, 'create table ballast (n int) engine = InnoDB')
      // The rival has changed more rows, so that the server rolls the store's transaction back and not this one.
      const ballast = `insert into ballast values ${Array(200).fill('(1)').join()}`
      const rival = ask(
        url,
        `begin; ${ballast}; select * from operation_event where operation_id = '${id}' for update; do sleep(0.5);
        update operation set crashes = crashes where id = '${id}'; rollback`,
      )
      await sleep(200)
      assert.ok('happened' in (await transition(store, id, claim)))
      await rival
      assert.equal((await store.readEvents(id)).length, 2)
    })
  })
}

const servers = await mysqlServers()
sayWhenLeftOut(servers, 'operation store among errors that pass')
for (const server of servers) storeAmongPassingErrors(server)
