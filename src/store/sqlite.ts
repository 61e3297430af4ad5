import { join } from 'node:path'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteDialect, sql } from 'kysely'
import type { OperationStore } from '../operation/ports.ts'
import { openDatabase, translateSqliteError } from '../sqlite/open-database.ts'
import { createOperationStore } from './operation-store.ts'
import type { Tables } from './tables.ts'

const SCRIPTS = join(import.meta.dirname, '../../db/sqlite/operation')

/**
 * The operation store in one SQLite file. What it has written survives the loss of power.
 * @param path the file, or `:memory:`
 * @throws Failure `data-folder-not-usable`
 */
export function openSqliteStore(path: string): OperationStore {
  const database = openDatabase({ path, scripts: SCRIPTS, synchronous: 'full' })
  // The sqlite3 shell has this function, the library has not; the view "response" needs it.
  database.function('base64', { deterministic: true }, (bytes) =>
    bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : null,
  )
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: toKysely(database) }) })
  return createOperationStore({
    database: kysely,
    clock: sql`cast(round(unixepoch('subsec') * 1000) as integer)`,
    translateError: (error) => translateSqliteError(error, 'store-unavailable'),
  })
}

/** node:sqlite in the shape that Kysely's dialect asks for, which is that of better-sqlite3. */
function toKysely(database: DatabaseSync) {
  return {
    close: () => database.close(),
    prepare(text: string) {
      const statement = database.prepare(text)
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
        run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
      }
    },
  }
}
