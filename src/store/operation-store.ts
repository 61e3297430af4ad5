import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import type { OperationEvent } from '../operation/event.ts'
import { hasEnded, type Status } from '../operation/operation.ts'
import type { Due, OperationStore } from '../operation/ports.ts'
import { evolve } from '../operation/state-machine.ts'
import { toColumns, toEvent, toEventRow, toOperation } from './rows.ts'
import type { OperationTable, Tables } from './tables.ts'

interface StoreDependencies {
  readonly database: Kysely<Tables>
  /** The database's own clock in epoch milliseconds: every lease is measured by it, whoever asks. */
  readonly clock: RawBuilder<number>
  /** Turns the driver's error into what is thrown: Failure `store-unavailable` when it may pass. */
  readonly translateError: (error: unknown) => unknown
}

const STATUSES: readonly Status[] = ['queued', 'running', 'completed', 'failed', 'expired']

/** The operation store, written once for every SQL dialect: no statement here differs between them. */
export function createOperationStore({ database, clock, translateError }: StoreDependencies): OperationStore {
  const store: OperationStore = {
    async now() {
      const { now } = await database.selectNoFrom(clock.as('now')).executeTakeFirstOrThrow()
      return now
    },

    async accept(event, source, idempotency) {
      try {
        await database.transaction().execute(async (transaction) => {
          await transaction
            .insertInto('operation')
            .values({
              ...toColumns(evolve(undefined, event)),
              idempotency_key: idempotency?.key ?? null,
              request_digest: idempotency?.requestDigest ?? null,
            })
            .execute()
          await insertEvent(transaction, event)
          const picture = { operation_id: event.operation, role: 'source', bytes: source } as const
          await transaction.insertInto('picture').values(picture).execute()
        })
        return { accepted: true }
      } catch (error) {
        // Only a key that was there before explains it; the unique index decides, so that two at once cannot both win.
        const first = idempotency && (await findByIdempotencyKey(idempotency.key))
        if (first) return { accepted: false, ...first }
        throw error
      }
    },

    async append(event, after, result) {
      return await database.transaction().execute(async (transaction) => {
        const { id, requested_at, ...columns } = toColumns(after)
        const { numUpdatedRows } = await transaction
          .updateTable('operation')
          .set(columns)
          .where('id', '=', id)
          .where('revision', '=', event.sequence - 1)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return false
        await insertEvent(transaction, event)
        if (result) {
          await transaction.insertInto('picture').values({ operation_id: id, role: 'result', bytes: result }).execute()
        }
        if (after.status === 'expired') await transaction.deleteFrom('picture').where('operation_id', '=', id).execute()
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
      const query = database.selectFrom('operation').select('id').orderBy('number').limit(limit)
      return (await whereDue(query, due, clock).execute()).map(({ id }) => id)
    },

    async findEnded(ids) {
      if (ids.length === 0) return []
      const rows = await database
        .selectFrom('operation')
        .select('id')
        .where('id', 'in', ids)
        .where('status', 'in', STATUSES.filter(hasEnded))
        .execute()
      return rows.map(({ id }) => id)
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

    close: () => database.destroy(),
  }
  return translateErrors(store, translateError)

  async function insertEvent(transaction: Transaction<Tables>, event: OperationEvent): Promise<void> {
    await transaction.insertInto('operation_event').values(toEventRow(event)).execute()
  }

  async function findByIdempotencyKey(key: string): Promise<{ id: string; requestDigest: string } | undefined> {
    const row = await database
      .selectFrom('operation')
      .select(['id', 'request_digest'])
      .where('idempotency_key', '=', key)
      .executeTakeFirst()
    return row && { id: row.id, requestDigest: row.request_digest ?? '' }
  }
}

type OperationQuery<O> = SelectQueryBuilder<{ operation: OperationTable } & Tables, 'operation', O>

function whereDue<O>(query: OperationQuery<O>, due: Due, clock: RawBuilder<number>): OperationQuery<O> {
  const before = (ageMs: number) => sql<number>`${clock} - ${ageMs}`
  switch (due.kind) {
    case 'unpublished':
      return query
        .where('status', '=', 'queued')
        .where('published_at', 'is', null)
        .where('queued_at', '<=', before(due.queuedFor))
    case 'long-queued':
      return query.where('status', '=', 'queued').where('published_at', '<=', before(due.publishedFor))
    case 'lease-ended':
      return due.holderIsDead
        ? query.where('status', '=', 'running')
        : query.where('status', '=', 'running').where('lease_until', '<=', clock)
    case 'past-deadline':
      return query.where('status', '=', 'queued').where('requested_at', '<=', before(due.requestedFor))
    case 'past-retention':
      return query.where('status', 'in', ['completed', 'failed']).where('ended_at', '<=', before(due.endedFor))
  }
}

/** The same store, its errors translated, so that no method can forget to. */
function translateErrors(store: OperationStore, translate: (error: unknown) => unknown): OperationStore {
  const wrapped = Object.entries(store).map(([name, method]) => [
    name,
    async (...parameters: unknown[]) => {
      try {
        return await (method as (...parameters: unknown[]) => Promise<unknown>)(...parameters)
      } catch (error) {
        throw translate(error)
      }
    },
  ])
  return Object.fromEntries(wrapped)
}
