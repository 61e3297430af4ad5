import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import type { Command } from '../../src/operation/command.ts'
import { toEvents } from '../../src/operation/event.ts'
import type { OperationStore, PictureRole } from '../../src/operation/ports.ts'
import { decide, evolve } from '../../src/operation/state-machine.ts'
import { openMysqlStore } from '../../src/store/mysql.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { type MysqlServer, mysqlServers, sayWhenLeftOut, settingsFor, testDatabase } from '../mysql-servers.ts'
import { requestedEvent, someDeadLetter, someFacts, someResult, someTimings } from '../operations.ts'

/** How many sequences are tried. .ci/run sets 2000; without it, what a developer can wait for. */
const SEQUENCES = Number(process.env['STORE_SEQUENCES'] || 200)
/** So many operations are in flight at the same time. */
const ABREAST = 8

const error = { code: 'picture-malformed', detail: 'žluťoučký 🐎 \\ \' " \u0000 \n' } as const

/** One step: a command, decided `afterMs` after the step before. Or a lease prolonged, or an event that comes too late. */
type Step = { readonly afterMs: number } & (
  | { readonly kind: 'command'; readonly command: Command; readonly bytes: Uint8Array }
  | { readonly kind: 'late'; readonly behind: number }
)

const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constant('claim' as const),
    worker: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    leaseMs: fc.integer({ min: 0, max: 5_000 }),
    maxAttempts: fc.integer({ min: 1, max: 4 }),
    delivery: fc.record(
      {
        topic: fc.string(),
        partition: fc.nat(),
        offset: fc.maxSafeNat(),
        writtenAt: fc.maxSafeInteger(),
        dispatch: fc.record({ connector: fc.string(), invocation: fc.nat(), toldAt: fc.maxSafeInteger() }),
      },
      { requiredKeys: ['topic', 'partition', 'offset'] },
    ),
  }),
  fc
    .integer({ min: 1, max: 3 })
    .chain((attempt) =>
      fc.constantFrom<Command[]>(
        { type: 'complete', attempt, result: someResult, engine: 'test 1.0', timings: { ...someTimings, waitMs: 0.1 } },
        { type: 'fail', attempt, error },
        { type: 'release', attempt, error: { code: 'engine-crashed' }, maxAttempts: 3, maxCrashes: 2 },
      ),
    ),
  fc.constantFrom<Command[]>(
    { type: 'publish', position: { topic: 't', partition: 1, offset: 7 } },
    { type: 'end-lease', maxAttempts: 3, holderIsDead: false },
    { type: 'end-lease', maxAttempts: 3, holderIsDead: true },
    { type: 'dead-letter', ...someDeadLetter },
    { type: 'give-up', deadlineMs: 8_000 },
    { type: 'expire', retentionMs: 3_000 },
    { type: 'erase' },
  ),
)

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('command' as const),
        afterMs: fc.integer({ min: 0, max: 3_000 }),
        command: commands,
        bytes: fc.uint8Array({ maxLength: 64 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('late' as const),
        afterMs: fc.constant(0),
        behind: fc.integer({ min: 1, max: 3 }),
      }),
    },
  ),
  { minLength: 1, maxLength: 14 },
)

/**
 * Carries the steps out on one store, by a clock of its own so that every store is asked the very same.
 * @returns everything that the store said
 */
async function carryOut(store: OperationStore, id: string, key: string, steps: Step[]): Promise<unknown[]> {
  const said: unknown[] = []
  const begin = { ...requestedEvent(), operation: id, at: 1_700_000_000_000, source: { ...someFacts, bytes: 3 } }
  const idempotency = { key, requestDigest: 'd'.repeat(64) }
  said.push(await store.accept(begin, Buffer.from('abc'), idempotency))
  said.push(await store.accept({ ...begin, operation: id.replaceAll(/./g, '0') }, Buffer.from('abc'), idempotency))
  let now = begin.at
  for (const step of steps) {
    now += step.afterMs
    const operation = (await store.find(id))?.operation
    assert.ok(operation)
    if (step.kind === 'late') {
      const late = { type: 'erased', operation: id, sequence: operation.revision + 1 - step.behind, at: now } as const
      said.push(await store.append([late], evolve(operation, late)))
    } else {
      const decision = decide(operation, step.command, now)
      if ('refused' in decision) said.push(decision.refused)
      else {
        const events = toEvents(operation, decision.happens, now)
        const result = events.at(-1)?.type === 'completed' ? step.bytes : undefined
        said.push(await store.append(events, events.reduce(evolve, operation), result))
      }
    }
    said.push((await store.find(id))?.operation)
  }
  said.push(await store.readEvents(id), await store.findEnded([id]))
  for (const role of ['source', 'result'] as PictureRole[]) {
    const bytes = await store.readPicture(id, role)
    said.push(bytes && Buffer.from(bytes).toString('hex'))
  }
  return said
}

function agreement(server: MysqlServer): void {
  describe(`operation store: SQLite and ${server.name} agree`, () => {
    const { url } = testDatabase(server)
    let sqlite: OperationStore
    let mysql: OperationStore
    before(async () => {
      sqlite = openSqliteStore(':memory:')
      mysql = await openMysqlStore(settingsFor(url), 1_000_000)
    })
    after(async () => {
      await sqlite.close()
      await mysql.close()
    })

    it(`give the same answers to ${SEQUENCES} random sequences of transitions`, async () => {
      const check = fc.asyncProperty(fc.array(steps, { minLength: ABREAST, maxLength: ABREAST }), async (sequences) => {
        await Promise.all(
          sequences.map(async (steps) => {
            const id = randomBytes(16).toString('hex')
            const key = `key ${id} ~!"#`
            const [one, other] = await Promise.all([sqlite, mysql].map((store) => carryOut(store, id, key, steps)))
            assert.deepEqual(other, one)
          }),
        )
      })
      await fc.assert(check, { numRuns: Math.ceil(SEQUENCES / ABREAST) })
    })
  })
}

const servers = await mysqlServers()
sayWhenLeftOut(servers, 'agreement of operation stores')
for (const server of servers) agreement(server)
