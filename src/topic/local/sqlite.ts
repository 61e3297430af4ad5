import type { DatabaseSync } from 'node:sqlite'
import { Failure } from '../../errors/failure.ts'
import { translateSqliteError } from '../../sqlite/open-database.ts'

/** Runs `work` in one transaction, which is undone when it throws. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

/**
 * Runs `work` on an open database and turns what SQLite throws into the room's failure.
 * @throws Failure `topic-unavailable`
 */
export function orUnavailable<T>(database: DatabaseSync, work: () => T): T {
  if (!database.isOpen) throw new Failure('topic-unavailable', { message: 'The local log is closed.' })
  try {
    return work()
  } catch (error) {
    throw translateSqliteError(error, 'topic-unavailable')
  }
}
