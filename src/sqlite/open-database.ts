import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '../errors/failure.ts'

/** Which database to open, and how. */
export interface DatabaseOptions {
  /** The file; its folder is created. `:memory:` for one that lives as long as the connection. */
  readonly path: string
  /** Folder of numbered SQL scripts, each of which records itself in `schema_version`. */
  readonly scripts: string
  /**
   * `full`: a committed transaction survives the loss of power. `normal`: it survives the end of the process, and a
   * loss of power may take the last ones back (https://www.sqlite.org/pragma.html#pragma_synchronous).
   */
  readonly synchronous: 'full' | 'normal'
}

/**
 * Opens a SQLite database in WAL mode and brings its schema up to date. Several processes may do so at once: one applies
 * the scripts, the others wait and find them applied.
 * @throws Failure `data-folder-not-usable`
 */
export function openDatabase({ path, scripts, synchronous }: DatabaseOptions): DatabaseSync {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
    const database = new DatabaseSync(path, { timeout: 10_000, enableForeignKeyConstraints: true })
    database.exec(
      `pragma journal_mode = wal; pragma synchronous = ${synchronous}; pragma journal_size_limit = 67108864`,
    )
    applyScripts(database, scripts)
    return database
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure('data-folder-not-usable', {
      message: `${dirname(path)} cannot be used: ${reason}.`,
      cause: error,
    })
  }
}

function applyScripts(database: DatabaseSync, folder: string): void {
  const scripts = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  database.exec('begin immediate')
  try {
    const applied = appliedVersions(database)
    for (const name of scripts) {
      if (!applied.has(Number.parseInt(name, 10))) database.exec(readFileSync(join(folder, name), 'utf8'))
    }
    database.exec('commit')
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}

function appliedVersions(database: DatabaseSync): Set<number> {
  const table = database.prepare(`select 1 from sqlite_master where type = 'table' and name = 'schema_version'`).get()
  const rows = table ? database.prepare('select version from schema_version').all() : []
  return new Set(rows.map((row) => Number(row['version'])))
}

/**
 * The error of a statement as a failure: `unavailable` when the same call may succeed later (busy, disk full, I/O error),
 * else as it is, for it is a fault of ours. Primary result codes: https://www.sqlite.org/rescode.html
 */
export function translateSqliteError(error: unknown, unavailable: 'store-unavailable' | 'topic-unavailable'): unknown {
  const isSqlite = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
  if (!isSqlite) return error
  const passing = new Set([5, 6, 7, 8, 9, 10, 13, 14, 15])
  if (!passing.has(Number(error.errcode) & 0xff)) return error
  return new Failure(unavailable, { message: error.message, cause: error })
}
