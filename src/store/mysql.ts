import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Kysely, MysqlDialect, sql } from 'kysely'
import { type Connection, createConnection } from 'mysql2/promise'
import { Failure } from '../errors/failure.ts'
import type { OperationStore } from '../operation/ports.ts'
import { applyScripts } from './mysql/apply-scripts.ts'
import { checkPacketSize } from './mysql/check-packet-size.ts'
import { type MysqlConnectionOptions, toConnectionOptions, toLabel, toPoolOptions } from './mysql/connection-options.ts'
import { errorNumber, mayPass, translateMysqlError } from './mysql/errors.ts'
import { createKyselyPool } from './mysql/pool.ts'
import { createRetry } from './retry.ts'
import type { MysqlSettings } from './settings.ts'
import { createStores, type Stores } from './stores.ts'
import type { Tables } from './tables.ts'

const SCRIPTS = fileURLToPath(new URL('../../db/mysql', import.meta.url))

const UNKNOWN_DATABASE = 1049

/** The operation store in MySQL or MariaDB, for who needs no other. @throws as {@link openMysqlStores} */
export async function openMysqlStore(...parameters: Parameters<typeof openMysqlStores>): Promise<OperationStore> {
  return (await openMysqlStores(...parameters)).operations
}

/**
 * The stores in MySQL or MariaDB, for any number of processes. The schema is brought up to date first.
 * @param largestPictureBytes what the server must be able to take
 * @throws Failure `settings-not-valid`, `store-not-usable`, or `store-unavailable` when the server cannot be reached
 */
export async function openMysqlStores(
  settings: MysqlSettings & { readonly url: string },
  largestPictureBytes: number,
): Promise<Stores> {
  const options = toConnectionOptions(settings)
  await prepareServer(options, settings.startWithinMs, largestPictureBytes)
  // Made with the first statement: Kysely does not close what it has never used.
  const pool = async () => createKyselyPool(toPoolOptions(options, settings.poolSize), settings)
  return createStores(new Kysely<Tables>({ dialect: new MysqlDialect({ pool }) }), {
    // Not from now(): the time zone of a server may have an hour that comes twice.
    clock: sql`(timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000)`,
    transaction: (database, _mustLast, work) => database.transaction().execute(work),
    retry: patient(settings.retryForMs),
    translateError: translateMysqlError,
  })
}

async function prepareServer(options: MysqlConnectionOptions, startWithinMs: number, largestPictureBytes: number) {
  try {
    await patient(startWithinMs)(async () => {
      const connection = await connect(options)
      try {
        await checkPacketSize(connection, largestPictureBytes)
        await applyScripts(connection, SCRIPTS)
      } finally {
        connection.destroy()
      }
    })
  } catch (error) {
    if (error instanceof Failure) throw error
    const reason = error instanceof Error ? error.message || String(error.cause ?? error.name) : String(error)
    throw new Failure(mayPass(error) ? 'store-unavailable' : 'store-not-usable', {
      message: `MySQL cannot be used (${toLabel(options)}): ${reason}.`,
      cause: error,
    })
  }
}

/** Connects to the database, and creates it when it is not there yet and the user may. */
async function connect(options: MysqlConnectionOptions): Promise<Connection> {
  const { database, ...server } = { ...options, multipleStatements: true }
  try {
    return await createConnection({ ...server, database })
  } catch (error) {
    if (errorNumber(error) !== UNKNOWN_DATABASE) throw error
  }
  const connection = await createConnection(server)
  try {
    const name = `\`${database.replaceAll('`', '``')}\``
    await connection.query(`create database if not exists ${name} character set utf8mb4 collate utf8mb4_unicode_520_ci`)
    await connection.query(`use ${name}`)
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}

function patient(retryForMs: number) {
  return createRetry({ mayPass, retryForMs, clock: () => performance.now(), random: Math.random, sleep })
}
