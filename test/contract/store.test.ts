import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { Operation } from '../../src/operation/operation.ts'
import type { Due, OperationStore } from '../../src/operation/ports.ts'
import { createRecordDeadLetter } from '../../src/operation/record-dead-letter.ts'
import { evolve } from '../../src/operation/state-machine.ts'
import { transition } from '../../src/operation/transition.ts'
import { openMysqlStore } from '../../src/store/mysql.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { mysqlServers, sayWhenLeftOut, settingsFor, testDatabase } from '../mysql-servers.ts'
import { requestedEvent, someDeadLetter, someDelivery, someResult, someTimings } from '../operations.ts'

const source = Buffer.from('abc')
const claim = { type: 'claim', worker: 'test', leaseMs: 60_000, maxAttempts: 9 } as const
const complete = { type: 'complete', attempt: 1, result: someResult, engine: 'test', timings: someTimings } as const

/** What every operation store must do, whatever keeps it. */
function storeContract(name: string, prepare: () => () => OperationStore | Promise<OperationStore>): void {
  describe(`operation store: ${name}`, () => {
    const open = prepare()
    let store: OperationStore
    before(async () => {
      store = await open()
    })
    after(() => store.close())

    const accept = async (ageMs = 0) => {
      const event = requestedEvent(ageMs)
      await store.accept(event, source)
      return event.operation
    }
    const find = async (id: string): Promise<Operation> => {
      const found = await store.find(id)
      assert.ok(found)
      return found.operation
    }
    const isDue = async (id: string, due: Due) => (await store.findDue(due, 10_000)).includes(id)

    it('gives back what it accepted, byte by byte', async () => {
      const event = requestedEvent()
      const bytes = Buffer.from([0, 255, 128, 0, 39, 92])
      assert.deepEqual(await store.accept(event, bytes), { accepted: true })
      assert.deepEqual(await find(event.operation), evolve(undefined, event))
      assert.deepEqual(Buffer.from((await store.readPicture(event.operation, 'source')) ?? []), bytes)
      assert.equal(await store.readPicture(event.operation, 'result'), undefined)
      assert.deepEqual(await store.readEvents(event.operation), [event])
    })

    it('knows nothing of an ID that it never accepted', async () => {
      assert.equal(await store.find('f'.repeat(32)), undefined)
      assert.deepEqual(await store.readEvents('f'.repeat(32)), [])
    })

    it('accepts the same event twice as if it were once', async () => {
      const event = requestedEvent()
      for (const idempotency of [undefined, { key: event.operation, requestDigest: 'd'.repeat(64) }]) {
        const operation = randomBytes(16).toString('hex')
        for (let time = 0; time < 2; time += 1) {
          assert.deepEqual(await store.accept({ ...event, operation }, source, idempotency), { accepted: true })
        }
        assert.equal((await store.readEvents(operation)).length, 1)
      }
    })

    it('accepts an idempotency key once, also when many come at the same time', async () => {
      const key = { key: `key-${Date.now()}`, requestDigest: 'd'.repeat(64) }
      const events = Array.from({ length: 8 }, () => requestedEvent())
      const outcomes = await Promise.all(events.map((event) => store.accept(event, source, key)))
      const first = events[outcomes.findIndex(({ accepted }) => accepted)]?.operation
      assert.equal(outcomes.filter(({ accepted }) => accepted).length, 1)
      for (const outcome of outcomes) {
        if (!outcome.accepted)
          assert.deepEqual(outcome, { accepted: false, id: first, requestDigest: key.requestDigest })
      }
      const stored = await Promise.all(events.map(({ operation }) => store.find(operation)))
      assert.equal(stored.filter(Boolean).length, 1)
    })

    it('lets one of many workers claim', async () => {
      const id = await accept()
      const claims = await Promise.all(Array.from({ length: 8 }, () => transition(store, id, claim)))
      assert.equal(claims.filter((done) => 'happened' in done).length, 1)
      assert.equal((await find(id)).attempts, 1)
    })

    it('completes with the result in one step, and only for the holder of the claim', async () => {
      const id = await accept()
      await transition(store, id, claim)
      const stale = await transition(store, id, { ...complete, attempt: 2 }, Buffer.from('stale'))
      assert.ok('refused' in stale && stale.refused === 'claim-lost')
      assert.equal(await store.readPicture(id, 'result'), undefined)
      await transition(store, id, complete, Buffer.from('result'))
      const operation = await find(id)
      assert.deepEqual([operation.status, operation.result, operation.engine], ['completed', someResult, 'test'])
      assert.equal(Buffer.from((await store.readPicture(id, 'result')) ?? []).toString(), 'result')
    })

    it('writes nothing when the operation changed meanwhile', async () => {
      const id = await accept()
      const before = await find(id)
      await transition(store, id, claim)
      const late = { type: 'erased', operation: id, sequence: 2, at: Date.now() } as const
      assert.equal(await store.append([late], evolve(before, late)), false)
      assert.equal((await find(id)).status, 'running')
      assert.equal((await store.readEvents(id)).length, 2)
    })

    it('writes what happened at once in one step, or nothing of it', async () => {
      const id = await accept()
      const [one, other] = await Promise.all(
        [1, 2].map(() => transition(store, id, { ...claim, delivery: someDelivery })),
      )
      assert.equal([one, other].filter((done) => done && 'happened' in done).length, 1)
      const [, published, dispatched, claimed, ...more] = await store.readEvents(id)
      const { topic, partition, offset, dispatch } = someDelivery
      assert.deepEqual(
        [published?.type, dispatched, claimed?.type, more],
        [
          'published',
          {
            type: 'dispatched',
            operation: id,
            sequence: 3,
            at: (await find(id)).requestedAt,
            delivery: { topic, partition, offset },
            ...dispatch,
          },
          'claimed',
          [],
        ],
      )
      assert.equal((await find(id)).revision, 4)
    })

    it('records a dead letter once, however many bring it at the same time', async () => {
      const id = await accept()
      const record = createRecordDeadLetter(store)
      const outcomes = await Promise.all(Array.from({ length: 4 }, () => record(id, someDeadLetter)))
      assert.deepEqual(outcomes.toSorted(), ['known', 'known', 'known', 'recorded'])
      const letter = { ...someDeadLetter.letter, offset: 4 }
      assert.equal(await record(id, { ...someDeadLetter, letter }), 'recorded')
      assert.equal(await record(id, someDeadLetter), 'known')
      const types = (await store.readEvents(id)).map(({ type }) => type)
      assert.deepEqual(types, ['requested', 'published', 'dead-lettered', 'dead-lettered'])
      assert.deepEqual([(await find(id)).status, (await find(id)).revision], ['queued', 4])
    })

    it('prolongs the lease of the attempt that holds the claim, of no other', async () => {
      const id = await accept()
      await transition(store, id, { ...claim, leaseMs: 1000 })
      const lease = (await find(id)).claim?.leaseUntil ?? 0
      assert.equal(await store.renewLease(id, 2, 99_000), false)
      assert.equal(await store.renewLease(id, 1, 99_000), true)
      assert.ok(((await find(id)).claim?.leaseUntil ?? 0) >= lease + 97_000)
    })

    it('finds what is due, and only that', async () => {
      const id = await accept(10_000)
      assert.equal(await isDue(id, { kind: 'unpublished', queuedFor: 9_000 }), true)
      assert.equal(await isDue(id, { kind: 'unpublished', queuedFor: 60_000 }), false)
      assert.equal(await isDue(id, { kind: 'past-deadline', requestedFor: 9_000 }), true)
      assert.equal(await isDue(id, { kind: 'past-deadline', requestedFor: 60_000 }), false)
      await transition(store, id, { type: 'publish', position: { topic: 't', partition: 0, offset: 0 } })
      assert.equal(await isDue(id, { kind: 'unpublished', queuedFor: 0 }), false)
      assert.equal(await isDue(id, { kind: 'long-queued', publishedFor: 0 }), true)
      assert.equal(await isDue(id, { kind: 'long-queued', publishedFor: 60_000 }), false)
      await transition(store, id, claim)
      assert.equal(await isDue(id, { kind: 'long-queued', publishedFor: 0 }), false)
      assert.equal(await isDue(id, { kind: 'lease-ended', holderIsDead: false }), false)
      assert.equal(await isDue(id, { kind: 'lease-ended', holderIsDead: true }), true)
      await store.renewLease(id, 1, -1)
      assert.equal(await isDue(id, { kind: 'lease-ended', holderIsDead: false }), true)
      await transition(store, id, complete, Buffer.from('result'))
      assert.equal(await isDue(id, { kind: 'past-retention', endedFor: 0 }), true)
      assert.equal(await isDue(id, { kind: 'past-retention', endedFor: 60_000 }), false)
    })

    it('keeps no picture of an operation that is expired or erased', async () => {
      const [expired, erased] = [await accept(), await accept()]
      for (const id of [expired, erased]) {
        await transition(store, id, claim)
        await transition(store, id, complete, Buffer.from('result'))
      }
      await transition(store, expired, { type: 'expire', retentionMs: 0 })
      await transition(store, erased, { type: 'erase' })
      for (const id of [expired, erased]) {
        assert.equal((await find(id)).status, 'expired')
        for (const role of ['source', 'result'] as const) assert.equal(await store.readPicture(id, role), undefined)
      }
      assert.deepEqual((await find(expired)).result, someResult)
      assert.equal((await find(erased)).result, null)
    })

    it('counts by status and tells the age of the oldest that waits', async () => {
      const before = await store.census()
      await accept(5_000)
      const census = await store.census()
      assert.equal(census.byStatus.queued, before.byStatus.queued + 1)
      assert.ok(census.oldestQueuedMs >= 5_000)
    })
  })
}

const servers = await mysqlServers()
sayWhenLeftOut(servers, 'operation store')
storeContract('SQLite', () => () => openSqliteStore(':memory:'))
for (const server of servers) {
  storeContract(server.name, () => {
    const { url } = testDatabase(server)
    return () => openMysqlStore(settingsFor(url), 1_000_000)
  })
}
