import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Command } from '../../src/operation/command.ts'
import type { Operation } from '../../src/operation/operation.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import { evolve } from '../../src/operation/state-machine.ts'
import { transition } from '../../src/operation/transition.ts'
import { openMysqlStore } from '../../src/store/mysql.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { mysqlServers, sayWhenLeftOut, settingsFor, testDatabase } from '../mysql-servers.ts'
import { requestedEvent, someDeadLetter, someDelivery, someResult, someTimings } from '../operations.ts'

/** How many histories are made in SQLite; a server, which takes longer, gets one for each 50. */
const HISTORIES = Number(process.env['STORE_HISTORIES'] || 1_000)

const claim = { type: 'claim', worker: 'test', leaseMs: 60_000, maxAttempts: 9 } as const
const complete = { type: 'complete', attempt: 1, result: someResult, engine: 'test', timings: someTimings } as const

const commands: fc.Arbitrary<Command> = fc.constantFrom<Command[]>(
  { ...claim, leaseMs: 0 },
  claim,
  { ...claim, delivery: someDelivery },
  complete,
  { ...complete, attempt: 2 },
  { type: 'fail', attempt: 1, error: { code: 'picture-malformed', detail: 'because' } },
  { type: 'release', attempt: 1, error: { code: 'engine-crashed' }, maxAttempts: 9, maxCrashes: 2 },
  { type: 'end-lease', maxAttempts: 9, holderIsDead: true },
  { type: 'publish', position: { topic: 't', partition: 1, offset: 7 } },
  { type: 'dead-letter', ...someDeadLetter },
  { type: 'expire', retentionMs: 0 },
  { type: 'erase' },
)

/** Rounds of commands; those of one round are given at the same time. */
const rounds = fc.array(fc.array(commands, { minLength: 1, maxLength: 3 }), { maxLength: 6 })

/** Gives the commands to a new operation, and compares its row with its events. */
async function foldOne(store: OperationStore, given: readonly (readonly Command[])[]): Promise<void> {
  const requested = requestedEvent()
  const id = requested.operation
  await store.accept(requested, Buffer.from('abc'))
  for (const round of given) await Promise.all(round.map((command) => transition(store, id, command)))
  const events = await store.readEvents(id)
  assert.deepEqual(
    events.map(({ sequence }) => sequence),
    events.map((_, index) => index + 1),
  )
  assert.deepEqual(events.reduce<Operation | undefined>(evolve, undefined), (await store.find(id))?.operation)
}

const servers = await mysqlServers()
sayWhenLeftOut(servers, 'the rows of an operation store')

describe('the rows of an operation store are the fold of their events, under concurrent commands', () => {
  const check = (name: string, numRuns: number, open: () => OperationStore | Promise<OperationStore>) =>
    it(`${name}, ${numRuns} histories`, async () => {
      const store = await open()
      try {
        await fc.assert(
          fc.asyncProperty(rounds, (given) => foldOne(store, given)),
          { numRuns },
        )
      } finally {
        await store.close()
      }
    })

  check('SQLite', HISTORIES, () => openSqliteStore(':memory:'))
  for (const server of servers) {
    const { url } = testDatabase(server)
    check(server.name, Math.ceil(HISTORIES / 50), () => openMysqlStore(settingsFor(url), 1_000_000))
  }
})
