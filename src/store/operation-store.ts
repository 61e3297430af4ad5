import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import { Failure } from '../errors/failure.ts'
import type { OperationEvent } from '../operation/event.ts'
import { hasEnded, type Status } from '../operation/operation.ts'
import type { Due, Idempotency, OperationStore } from '../operation/ports.ts'
import { evolve } from '../operation/state-machine.ts'
import type { Dialect } from './dialect.ts'
import { readFlow } from './read-flow.ts'
import { toChange, toColumns, toEvent, toEventRow, toOperation } from './rows.ts'
import { steady } from './steady.ts'
import type { OperationTable, Tables } from './tables.ts'

/** Every status that an operation can have. */
export const STATUSES: readonly Status[] = ['queued', 'running', 'completed', 'failed', 'expired']

/** The operation store, written once for every SQL dialect: what differs between them is in {@link Dialect} alone. */
export function createOperationStore(database: Kysely<Tables>, dialect: Dialect): OperationStore {
  const { clock, translateError } = dialect
  const attempt = (isAgain: boolean): OperationStore => ({
    async now() {
      const { now } = await database.selectNoFrom(clock.as('now')).executeTakeFirstOrThrow()
      return now
    },

    async accept(event, source, idempotency, callback) {
      try {
        await dialect.transaction(database, true, async (transaction) => {
          await transaction
            .insertInto('operation')
            .values({
              ...toColumns(evolve(undefined, event)),
              idempotency_key: idempotency?.key ?? null,
              request_digest: idempotency?.requestDigest ?? null,
            })
            .execute()
          await insertEvents(transaction, [event])
          const picture = { operation_id: event.operation, role: 'source', bytes: source } as const
          await transaction.insertInto('picture').values(picture).execute()
          if (callback === undefined) return
          const due = { operation_id: event.operation, url: callback, due_at: event.at, tries: 0 }
          await transaction.insertInto('callback').values(due).execute()
        })
        return { accepted: true }
      } catch (error) {
        if (translateError(error) instanceof Failure) throw error
        // Only what was there before explains it; the unique indexes decide, so that two at once cannot both win. The ID
        // is random, so a row that has it is our own: its commit was carried out and the reply was lost.
        const first = await findFirst(event.operation, idempotency)
        if (!first) throw error
        return first.id === event.operation ? { accepted: true } : { accepted: false, ...first }
      }
    },

    async append(events, after, result) {
      // A claim and a mark are done again when they are lost; what ended, its client was told.
      return await dialect.transaction(database, hasEnded(after.status), async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('operation')
          .set(toChange(events, after))
          .where('id', '=', after.id)
          .where('revision', '=', after.revision - events.length)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return isAgain && (await isWritten(transaction, events))
        await insertEvents(transaction, events)
        if (result) {
          await transaction
            .insertInto('picture')
            .values({ operation_id: after.id, role: 'result', bytes: result })
            .execute()
        }
        if (after.status === 'expired')
          await transaction.deleteFrom('picture').where('operation_id', '=', after.id).execute()
        return true
      })
    },

    async renewLease(id, attempt, leaseMs) {
      const { numUpdatedRows } = await database
        .updateTable('operation')
        .set({ lease_until: sql<number>`${clock} + ${leaseMs}` })
        .where('id', '=', id)
        .where('claim_attempt', '=', attempt)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async find(id) {
      const row = await database
        .selectFrom('operation')
        .selectAll()
        .select(clock.as('now'))
        .where('id', '=', id)
        .executeTakeFirst()
      return row && { operation: toOperation(row), now: row.now }
    },

    async findDue(due, limit) {
      const query = database.selectFrom('operation').select('id').orderBy('status').limit(limit)
      return (await selectDue(query, due, clock).execute()).map(({ id }) => id)
    },

    async findRequested({ from, to, limit }) {
      const rows = await database
        .selectFrom('operation')
        .select('id')
        .where('requested_at', '>=', from)
        .where('requested_at', '<', to)
        .orderBy('requested_at')
        .orderBy('number')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },

    async findEnded(ids) {
      if (ids.length === 0) return []
      const rows = await database
        .selectFrom('operation')
        .selectAll()
        .where('id', 'in', ids)
        .where('status', 'in', STATUSES.filter(hasEnded))
        .execute()
      return rows.map(toOperation)
    },

    async findRevisions(ids) {
      if (ids.length === 0) return new Map()
      const rows = await database.selectFrom('operation').select(['id', 'revision']).where('id', 'in', ids).execute()
      return new Map(rows.map(({ id, revision }) => [id, revision]))
    },

    async findByResult(by, digest, limit) {
      const rows = await database
        .selectFrom('operation')
        .selectAll()
        .where(by === 'digest' ? 'result_digest' : 'result_pixel_digest', '=', digest)
        .orderBy('number', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toOperation)
    },

    async readPicture(id, role) {
      const row = await database
        .selectFrom('picture')
        .select('bytes')
        .where('operation_id', '=', id)
        .where('role', '=', role)
        .executeTakeFirst()
      return row?.bytes
    },

    async readEvents(id) {
      const rows = await database
        .selectFrom('operation_event')
        .selectAll()
        .where('operation_id', '=', id)
        .orderBy('sequence')
        .execute()
      return rows.map(toEvent)
    },

    async census() {
      const rows = await database
        .selectFrom('operation')
        .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
        .groupBy('status')
        .execute()
      const { oldestQueuedMs } = await database
        .selectFrom('operation')
        .select(sql<number | null>`${clock} - min(queued_at)`.as('oldestQueuedMs'))
        .where('status', '=', 'queued')
        .executeTakeFirstOrThrow()
      const counts = new Map(rows.map(({ status, count }) => [status, Number(count)]))
      const byStatus = Object.fromEntries(STATUSES.map((status) => [status, counts.get(status) ?? 0]))
      return { byStatus: byStatus as Record<Status, number>, oldestQueuedMs: oldestQueuedMs ?? 0 }
    },

    readFlow: (sliceMs, slices) => readFlow(database, clock, sliceMs, slices),

    close: () => database.destroy(),
  })
  return steady(attempt, dialect)

  async function insertEvents(transaction: Transaction<Tables>, events: readonly OperationEvent[]): Promise<void> {
    await transaction.insertInto('operation_event').values(events.map(toEventRow)).execute()
  }

  /** Whether these very events stand in the history: then their commit was carried out and the reply was lost. */
  async function isWritten(transaction: Transaction<Tables>, events: readonly OperationEvent[]): Promise<boolean> {
    // They were written together or not at all, so the last one tells of all.
    const last = events.at(-1)
    if (!last) return true
    const { operation_id, sequence, ...written } = toEventRow(last)
    const row = await transaction
      .selectFrom('operation_event')
      .select(['type', 'at', 'detail'])
      .where('operation_id', '=', operation_id)
      .where('sequence', '=', sequence)
      .executeTakeFirst()
    return row?.type === written.type && row.at === written.at && row.detail === written.detail
  }

  async function findFirst(id: string, idempotency: Idempotency | undefined) {
    const row = await database
      .selectFrom('operation')
      .select(['id', 'request_digest'])
      .where(({ or, eb }) => or([eb('id', '=', id), eb('idempotency_key', '=', idempotency?.key ?? null)]))
      .executeTakeFirst()
    return row && { id: row.id, requestDigest: row.request_digest ?? '' }
  }
}

type OperationQuery<O> = SelectQueryBuilder<{ operation: OperationTable } & Tables, 'operation', O>

/**
 * What is due, longest first within a status. Sorted so, an index finds it; sorted by number, a server would rather walk
 * through everything that was ever requested.
 */
function selectDue<O>(query: OperationQuery<O>, due: Due, clock: RawBuilder<number>): OperationQuery<O> {
  const before = (ageMs: number) => sql<number>`${clock} - ${ageMs}`
  const queued = query.where('status', '=', 'queued')
  const running = query.where('status', '=', 'running').orderBy('lease_until')
  switch (due.kind) {
    case 'unpublished':
      return queued
        .where('published_at', 'is', null)
        .where('queued_at', '<=', before(due.queuedFor))
        .orderBy('queued_at')
    case 'long-queued':
      return queued.where('published_at', '<=', before(due.publishedFor)).orderBy('published_at')
    case 'lease-ended':
      return due.holderIsDead ? running : running.where('lease_until', '<=', clock)
    case 'past-deadline':
      return queued.where('requested_at', '<=', before(due.requestedFor)).orderBy('requested_at')
    case 'past-retention':
      return query
        .where('status', 'in', ['completed', 'failed'])
        .where('ended_at', '<=', before(due.endedFor))
        .orderBy('ended_at')
  }
}
