import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { Failure } from '../../errors/failure.ts'
import { errorNumber, mayPass } from './errors.ts'

/** How long to wait for another process that applies the scripts, in seconds. */
const LOCK_WAIT_S = 120

/** A lock's name may have 64 characters and is the server's, not the database's. */
const LOCK = `concat('resize:', sha2(database(), 224))`

const NO_SUCH_TABLE = 1146
const DENIED = new Set([1044, 1142, 1143, 1370, 1227])

/**
 * Brings the schema up to date: applies the numbered scripts that have not recorded themselves in `schema_version`, one
 * process after the other. Where none is missing it only reads, so that a user without a right to create tables will do.
 *
 * MySQL commits each change of a schema by itself. A script that stops half-way is therefore not recorded, and every
 * script is written so that it can be run again.
 * @param connection takes several statements at once
 * @throws Failure `store-not-usable`, which names the script and its reason
 */
export async function applyScripts(connection: Connection, folder: string): Promise<void> {
  const scripts = readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort()
  if ((await findMissing(connection, scripts)).length === 0) return
  const [[row]] = await connection.query<RowDataPacket[]>(`select get_lock(${LOCK}, ${LOCK_WAIT_S}) as taken`)
  if (row?.['taken'] !== 1) {
    throw new Failure('store-not-usable', {
      message: `Another process has been applying the scripts of db/mysql for more than ${LOCK_WAIT_S} seconds.`,
    })
  }
  try {
    for (const name of await findMissing(connection, scripts)) await apply(connection, folder, name)
  } finally {
    // When the connection is lost, the server has released it.
    await connection.query(`do release_lock(${LOCK})`).catch(() => {})
  }
}

async function findMissing(connection: Connection, scripts: string[]): Promise<string[]> {
  const applied = await appliedVersions(connection)
  return scripts.filter((name) => !applied.has(Number.parseInt(name, 10)))
}

async function appliedVersions(connection: Connection): Promise<Set<number>> {
  try {
    const [rows] = await connection.query<RowDataPacket[]>('select version from schema_version')
    return new Set(rows.map((row) => Number(row['version'])))
  } catch (error) {
    // Of a table that is not there, a user with few rights hears that it is denied.
    if (errorNumber(error) === NO_SUCH_TABLE || DENIED.has(errorNumber(error))) return new Set()
    throw error
  }
}

async function apply(connection: Connection, folder: string, name: string): Promise<void> {
  try {
    await connection.query(readFileSync(join(folder, name), 'utf8'))
  } catch (error) {
    if (mayPass(error)) throw error
    const remedy = DENIED.has(errorNumber(error))
      ? 'This user may not: let an administrator run it (db/README.md).'
      : 'It is not recorded as applied, and can be run again when the reason is gone.'
    throw new Failure('store-not-usable', {
      message: `db/mysql/${name} could not be applied: ${(error as Error).message}. ${remedy}`,
      cause: error,
    })
  }
}
