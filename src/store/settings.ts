import { Type } from 'typebox'
import { defineSettings } from '../settings/settings.ts'

/** Where the store is when it is in files of this machine. */
export const storeSettings = defineSettings({
  dataFolder: {
    env: 'DATA_DIR',
    schema: Type.String({ default: '.data' }),
    about: 'Folder of the databases, relative to the working directory.',
  },
})

/** Where the store is when many machines share it, and how patient its users are. */
export const mysqlSettings = defineSettings({
  url: {
    env: 'MYSQL_URL',
    schema: Type.Optional(Type.String()),
    about:
      'MySQL 8 or MariaDB 10.11, or later: mysql://user:password@host:3306/database?ssl-mode=VERIFY_IDENTITY. Without it ' +
      'the store is in DATA_DIR.',
    secret: true,
  },
  passwordFile: {
    env: 'MYSQL_PASSWORD_FILE',
    schema: Type.Optional(Type.String()),
    about: 'A file with the password, so that the URL need not hold it.',
  },
  sslCaFile: {
    env: 'MYSQL_SSL_CA',
    schema: Type.Optional(Type.String()),
    about:
      "A file with the authorities that may have signed the server's certificate, PEM. Without it: Node's own list.",
  },
  poolSize: {
    env: 'MYSQL_POOL_SIZE',
    schema: Type.Integer({ minimum: 1, maximum: 1000, default: 10 }),
    about: 'Connections to MySQL that one process may have.',
  },
  connectTimeoutMs: {
    env: 'MYSQL_CONNECT_TIMEOUT_MS',
    schema: Type.Integer({ minimum: 1, maximum: 600_000, default: 5_000 }),
    about: 'How long MySQL may take to take a connection.',
  },
  timeoutMs: {
    env: 'MYSQL_TIMEOUT_MS',
    schema: Type.Integer({ minimum: 1, maximum: 600_000, default: 20_000 }),
    about: 'How long MySQL may take for one statement, the transport of a picture included, before it counts as lost.',
  },
  retryForMs: {
    env: 'MYSQL_RETRY_FOR_MS',
    schema: Type.Integer({ minimum: 0, maximum: 600_000, default: 4_000 }),
    about: 'For how long what failed for a passing reason (a deadlock, a lost connection) is begun again.',
  },
  startWithinMs: {
    env: 'MYSQL_START_WITHIN_MS',
    schema: Type.Integer({ minimum: 0, maximum: 3_600_000, default: 30_000 }),
    about: 'For how long a process that starts waits for a MySQL that cannot be reached yet.',
  },
})

/** The settings of a store in MySQL, read. */
export type MysqlSettings = ReturnType<typeof mysqlSettings.read>
