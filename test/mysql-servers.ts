import { randomBytes } from 'node:crypto'
import { after, it } from 'node:test'
import { createConnection } from 'mysql2/promise'
import { mysqlSettings } from '../src/store/settings.ts'

/** A server that tests may use, as the environment names it. */
export interface MysqlServer {
  /** `MySQL 9.7.1` or `MariaDB 10.11.14`. */
  readonly name: string
  /** Without a database. */
  readonly url: string
}

/** A database that lives as long as the suite that asked for it. */
export interface TestDatabase {
  readonly url: string
  readonly name: string
}

/**
 * The servers that MYSQL_URL (a comma list) and MARIADB_URL name. Their users must be allowed to create databases.
 * @throws when one of them does not answer: who names a server wants it to be tested
 */
export async function mysqlServers(): Promise<MysqlServer[]> {
  const urls = `${process.env['MYSQL_URL'] ?? ''},${process.env['MARIADB_URL'] ?? ''}`.split(',').filter(Boolean)
  return await Promise.all(
    urls.map(async (text) => {
      const url = withDatabase(text, '')
      const [[row]] = await ask<{ version: string }>(url, 'select version() as version')
      const [version = ''] = row?.version.split('-') ?? []
      return { name: `${row?.version.includes('MariaDB') ? 'MariaDB' : 'MySQL'} ${version}`, url }
    }),
  )
}

/** Says in one line that suites were left out, and how to run them, when there is no server. */
export function sayWhenLeftOut(servers: readonly MysqlServer[], what: string): void {
  if (servers.length > 0) return
  it(
    `${what} on MySQL and MariaDB: left out. Run it with MYSQL_URL=mysql://user:password@host:3306 (a comma list, or MARIADB_URL too)`,
  )
}

/** A database with a random name for the suite that calls it; created by whoever opens it, dropped at the suite's end. */
export function testDatabase({ url }: MysqlServer): TestDatabase {
  const name = `picture_resize_test_${randomBytes(6).toString('hex')}`
  after(() => ask(url, `drop database if exists ${name}`))
  return { name, url: withDatabase(url, name) }
}

/** The URL with another database in it, and another host and port when there is something between. */
export function withDatabase(text: string, database: string, port?: number): string {
  const url = new URL(text)
  url.pathname = database ? `/${database}` : ''
  if (port !== undefined) {
    url.hostname = '127.0.0.1'
    url.port = String(port)
  }
  return url.href
}

/** Runs one statement on a connection of its own. */
export async function ask<Row>(url: string, statement: string): Promise<[Row[], unknown]> {
  const connection = await createConnection({ uri: url, multipleStatements: true })
  try {
    return (await connection.query(statement)) as unknown as [Row[], unknown]
  } finally {
    await connection.end()
  }
}

/** The settings of a store at `url`, as patient as a process is that nobody told otherwise. */
export function settingsFor(url: string, env: Record<string, string> = {}) {
  return { ...mysqlSettings.read(env), url }
}
