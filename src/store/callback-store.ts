import { type Kysely, sql } from 'kysely'
import type { CallbackStore } from '../operation/callback.ts'
import { hasEnded } from '../operation/operation.ts'
import type { Dialect } from './dialect.ts'
import { STATUSES } from './operation-store.ts'
import { steady } from './steady.ts'
import type { Tables } from './tables.ts'

/** The callbacks that are kept beside their operations, whose rows the work on them so leaves alone. */
export function createCallbackStore(database: Kysely<Tables>, dialect: Dialect): CallbackStore {
  const { clock } = dialect
  const attempt = (): CallbackStore => ({
    async findDue(limit, operation) {
      const query = database
        .selectFrom('callback')
        .innerJoin('operation', 'operation.id', 'callback.operation_id')
        .select(['callback.operation_id as operation', 'callback.url', 'callback.tries'])
        .where('callback.due_at', '<=', clock)
        .where('operation.status', 'in', STATUSES.filter(hasEnded))
        .orderBy('callback.due_at')
        .limit(limit)
      const rows = await (operation ? query.where('callback.operation_id', '=', operation) : query).execute()
      return rows.map(({ operation, url, tries }) => ({ operation, url, tries }))
    },

    // When the reply is lost, the try counts and is not made; the next one is.
    async claim({ operation, tries }, forMs) {
      const { numUpdatedRows } = await database
        .updateTable('callback')
        .set({ tries: tries + 1, due_at: sql<number>`${clock} + ${forMs}` })
        .where('operation_id', '=', operation)
        .where('tries', '=', tries)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async remove(operation) {
      await database.deleteFrom('callback').where('operation_id', '=', operation).execute()
    },
  })
  return steady(attempt, dialect)
}
