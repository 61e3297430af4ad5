import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { Kysely, SqliteDialect, sql } from 'kysely'
import type { OperationStore } from '../operation/ports.ts'
import { openDatabase, translateSqliteError } from '../sqlite/open-database.ts'
import { once } from './retry.ts'
import { createStores, type Stores } from './stores.ts'
import type { Tables } from './tables.ts'

const SCRIPTS = fileURLToPath(new URL('../../db/sqlite/operation', import.meta.url))

/** The operation store in one SQLite file, for who needs no other. @throws Failure `data-folder-not-usable` */
export function openSqliteStore(path: string): OperationStore {
  return openSqliteStores(path).operations
}

/**
 * The stores in one SQLite file. What they have written survives the loss of power.
 * @param path the file, or `:memory:`
 * @throws Failure `data-folder-not-usable`
 */
export function openSqliteStores(path: string): Stores {
  const database = openDatabase({ path, scripts: SCRIPTS, synchronous: 'full' })
  // The sqlite3 shell has this function, the library has not; the view "response" needs it.
  database.function('base64', { deterministic: true }, (bytes) =>
    bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : null,
  )
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: toKysely(database) }) })
  return createStores(kysely, {
    clock: sql`cast(round(unixepoch('subsec') * 1000) as integer)`,
    // SQLite waits for the disk at every commit of level "full", and at none of level "normal". Within its write-ahead log
    // the order is kept: a commit that waited has all earlier ones on the disk too.
    transaction: (database, mustLast, work) =>
      database.connection().execute(async (connection) => {
        await sql.raw(`pragma synchronous = ${mustLast ? 'full' : 'normal'}`).execute(connection)
        return await connection.transaction().execute(work)
      }),
    // Whoever finds the file locked has waited for it already.
    retry: once,
    translateError: (error) => translateSqliteError(error, 'store-unavailable'),
  })
}

/** Texts of statements that are kept prepared: the store's own are fewer, but lists of IDs make texts of their own. */
const KEPT_STATEMENTS = 200

/**
 * node:sqlite in the shape that Kysely's dialect asks for, which is that of better-sqlite3. Statements stay prepared:
 * Kysely prepares each of them anew, which takes longer than running it.
 */
function toKysely(database: DatabaseSync) {
  const kept = new Map<string, ReturnType<typeof prepare>>()
  return {
    close: () => database.close(),
    prepare(text: string) {
      const known = kept.get(text)
      if (known) return known
      const [oldest] = kept.keys()
      if (kept.size >= KEPT_STATEMENTS && oldest !== undefined) kept.delete(oldest)
      const statement = prepare(database, text)
      kept.set(text, statement)
      return statement
    },
  }
}

function prepare(database: DatabaseSync, text: string) {
  const statement = database.prepare(text)
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
    run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
    iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
  }
}
