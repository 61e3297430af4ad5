import { Failure } from '../../errors/failure.ts'

/** How much TLS proves, in the words of MySQL's own programs. */
const SSL_MODES = ['DISABLED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'] as const

/** Which of them. */
export type SslMode = (typeof SSL_MODES)[number]

/** What a URL says about a MySQL server. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** Undefined when the URL does not say. */
  readonly sslMode: SslMode | undefined
}

/** The database of a URL that names none. */
const DEFAULT_DATABASE = 'picture_resize'

/**
 * Reads `mysql://user:password@host:port/database?ssl-mode=…`. Port 3306, user root, the database `picture_resize` and no
 * word about TLS when left out. What is in the user, the password and the database is percent-encoded as in any URL.
 * @throws Failure `settings-not-valid`, which never repeats the URL: it holds a password
 */
export function parseServerAddress(text: string): ServerAddress {
  const url = URL.parse(text)
  if (!url || !/^(mysql|mariadb):$/.test(url.protocol) || !url.hostname) {
    throw notValid('must look like mysql://user:password@host:3306/database')
  }
  const [, database = '', ...rest] = url.pathname.split('/').map(decode)
  if (rest.length > 0) throw notValid('must name one database behind the host')
  const unknown = [...url.searchParams.keys()].filter((key) => key !== 'ssl-mode')
  if (unknown.length > 0) throw notValid(`knows ssl-mode alone behind the question mark, not ${unknown.join(', ')}`)
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 3306),
    user: decode(url.username) || 'root',
    password: decode(url.password),
    database: database || DEFAULT_DATABASE,
    sslMode: toSslMode(url.searchParams.get('ssl-mode')),
  }
}

function toSslMode(text: string | null): SslMode | undefined {
  if (text === null) return undefined
  const mode = SSL_MODES.find((known) => known === text.toUpperCase().replace('-', '_'))
  if (!mode) throw notValid(`knows ssl-mode ${SSL_MODES.join(', ')}`)
  return mode
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw notValid('has a % that does not begin a percent-encoded character')
  }
}

function notValid(reason: string): Failure {
  const fault = `MYSQL_URL ${reason}.`
  return new Failure('settings-not-valid', { message: fault, cause: [fault] })
}
