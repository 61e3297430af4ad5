import { type Kysely, type Selectable, sql } from 'kysely'
import { isErrorCode } from '../errors/catalogue.ts'
import type { RunStore } from '../playback/ports.ts'
import type { Run } from '../playback/run.ts'
import type { Dialect } from './dialect.ts'
import { steady } from './steady.ts'
import type { RunTable, Tables } from './tables.ts'

/** The playback runs, written once for every SQL dialect. */
export function createRunStore(database: Kysely<Tables>, dialect: Dialect): RunStore {
  const { clock } = dialect
  const attempt = (isAgain: boolean): RunStore => ({
    async create(run) {
      // The ID is random: a row that has it already is our own, whose reply was lost.
      if (isAgain && (await findRow(run.id))) return
      await database.insertInto('playback').values(toColumns(run)).execute()
    },

    async find(id) {
      const row = await findRow(id)
      return row && { run: toRun(row), now: row.now }
    },

    async update(run) {
      const { numUpdatedRows } = await database
        .updateTable('playback')
        .set(toColumns(run))
        .where('id', '=', run.id)
        .where('revision', '=', run.revision - 1)
        .executeTakeFirst()
      if (numUpdatedRows > 0n || !isAgain) return numUpdatedRows > 0n
      const row = await findRow(run.id)
      return row !== undefined && JSON.stringify(toRun(row)) === JSON.stringify(run)
    },

    async findOpen(limit) {
      const rows = await database
        .selectFrom('playback')
        .selectAll()
        .where('status', 'in', ['queued', 'running'])
        .orderBy('requested_at')
        .limit(limit)
        .execute()
      return rows.map(toRun)
    },

    async removeOld(endedForMs) {
      const { numDeletedRows } = await database
        .deleteFrom('playback')
        .where('ended_at', '<=', sql<number>`${clock} - ${endedForMs}`)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  })
  return steady(attempt, dialect)

  function findRow(id: string) {
    return database.selectFrom('playback').selectAll().select(clock.as('now')).where('id', '=', id).executeTakeFirst()
  }
}

function toColumns(run: Run): RunTable {
  const { claim, progress, error } = run
  return {
    id: run.id,
    revision: run.revision,
    status: run.status,
    request: JSON.stringify(run.request),
    claim_worker: claim?.worker ?? null,
    lease_until: claim?.leaseUntil ?? null,
    attempts: run.attempts,
    progress: progress && JSON.stringify(progress),
    reports: JSON.stringify(run.reports),
    error_code: error?.code ?? null,
    error_detail: error?.detail ?? null,
    requested_at: run.requestedAt,
    announced_at: run.announcedAt,
    started_at: run.startedAt,
    ended_at: run.endedAt,
  }
}

function toRun(row: Selectable<RunTable>): Run {
  const { claim_worker: worker, lease_until: leaseUntil, error_code, error_detail: detail } = row
  const code = isErrorCode(error_code) ? error_code : 'internal'
  return {
    id: row.id,
    revision: row.revision,
    status: row.status,
    request: JSON.parse(row.request),
    claim: worker === null || leaseUntil === null ? null : { worker, leaseUntil },
    attempts: row.attempts,
    progress: row.progress === null ? null : JSON.parse(row.progress),
    reports: JSON.parse(row.reports),
    error: error_code === null ? null : { code, ...(detail !== null && { detail }) },
    requestedAt: row.requested_at,
    announcedAt: row.announced_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }
}
