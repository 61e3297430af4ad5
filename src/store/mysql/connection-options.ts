import { readFileSync } from 'node:fs'
import type { ConnectionOptions, PoolOptions } from 'mysql2'
import { Failure } from '../../errors/failure.ts'
import type { MysqlSettings } from '../settings.ts'
import { parseServerAddress, type ServerAddress, type SslMode } from './server-address.ts'

/** The settings as mysql2 wants them, for one connection. */
export type MysqlConnectionOptions = ConnectionOptions & Omit<ServerAddress, 'sslMode'>

/**
 * How to connect to the server that the settings name.
 * @throws Failure `settings-not-valid` when the URL is wrong or a file that they name cannot be read
 */
export function toConnectionOptions(settings: MysqlSettings & { readonly url: string }): MysqlConnectionOptions {
  const { sslMode, ...address } = parseServerAddress(settings.url)
  return {
    ...address,
    password: settings.passwordFile ? readText('MYSQL_PASSWORD_FILE', settings.passwordFile).trim() : address.password,
    ...toSsl(sslMode, settings.sslCaFile),
    connectTimeout: settings.connectTimeoutMs,
    keepAliveInitialDelay: 10_000,
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    // A store has some twenty statements; the lists of IDs in some make more of them.
    maxPreparedStatements: 100,
  }
}

/** How to keep up to `size` connections, each of which is given up when nobody has needed it for half a minute. */
export function toPoolOptions(options: MysqlConnectionOptions, size: number): PoolOptions {
  return { ...options, connectionLimit: size, maxIdle: Math.max(1, size - 1), idleTimeout: 30_000 }
}

/** What is said of a server in a log: never its password. */
export function toLabel({ user, host, port, database }: MysqlConnectionOptions): string {
  return `${database} on ${host}:${port} as ${user}`
}

/** Whoever names an authority wants it to be asked. */
function toSsl(mode: SslMode | undefined, caFile: string | undefined): Pick<ConnectionOptions, 'ssl'> {
  const effective = mode ?? (caFile ? 'VERIFY_IDENTITY' : 'DISABLED')
  if (effective === 'DISABLED') return {}
  return {
    ssl: {
      rejectUnauthorized: effective !== 'REQUIRED',
      verifyIdentity: effective === 'VERIFY_IDENTITY',
      ...(caFile && { ca: readText('MYSQL_SSL_CA', caFile) }),
    },
  }
}

function readText(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const fault = `${setting} names ${path}, which cannot be read: ${(error as Error).message}.`
    throw new Failure('settings-not-valid', { message: fault, cause: [fault] })
  }
}
