import { Failure } from '../../errors/failure.ts'

/**
 * Server errors behind which the same transaction may succeed, for it was rolled back or never begun.
 * https://dev.mysql.com/doc/mysql-errors/9.0/en/server-error-reference.html, https://mariadb.com/kb/en/mariadb-error-code-reference/
 */
const PASSING = new Set([
  1020, // ER_CHECKREAD: MariaDB, the record has changed since it was read
  1205, // ER_LOCK_WAIT_TIMEOUT
  1213, // ER_LOCK_DEADLOCK
  1040, // ER_CON_COUNT_ERROR: too many connections
  1203, // ER_TOO_MANY_USER_CONNECTIONS
  1226, // ER_USER_LIMIT_REACHED
  1053, // ER_SERVER_SHUTDOWN
  1077, // ER_NORMAL_SHUTDOWN
  1079, // ER_SHUTDOWN_COMPLETE
  1158, // ER_NET_READ_ERROR
  1159, // ER_NET_READ_INTERRUPTED
  1160, // ER_NET_ERROR_ON_WRITE
  1161, // ER_NET_WRITE_INTERRUPTED
  1317, // ER_QUERY_INTERRUPTED: killed, by an administrator or a shutdown
  1412, // ER_TABLE_DEF_CHANGED: a script ran meanwhile
  1615, // ER_NEED_REPREPARE
  1927, // ER_CONNECTION_KILLED of MariaDB
  3169, // ER_SESSION_WAS_KILLED
  4031, // ER_CLIENT_INTERACTION_TIMEOUT
])

/** The server has become a read-only replica: another connection may lead to the one that took over. */
const READ_ONLY = new Set([
  1290, // ER_OPTION_PREVENTS_STATEMENT: --read-only
  1792, // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
  1836, // ER_READ_ONLY_MODE
])

/** This connection is of no use any more, although the server answers on it. */
const STALE = new Set([
  1243, // ER_UNKNOWN_STMT_HANDLER: something between the server and here has changed the server
])

/** Somebody must do something: no retry in seconds will help, but no operation is to be given up for it either. */
const NEEDS_HELP = new Set([
  1021, // ER_DISK_FULL
  1044, // ER_DBACCESS_DENIED_ERROR
  1045, // ER_ACCESS_DENIED_ERROR
  1049, // ER_BAD_DB_ERROR
  1114, // ER_RECORD_FILE_FULL
  1129, // ER_HOST_IS_BLOCKED
  1142, // ER_TABLEACCESS_DENIED_ERROR
  1146, // ER_NO_SUCH_TABLE
])

/** What the operating system and the driver call a server that cannot be reached. */
const CONNECTION_LOST = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
])

/** Whether the same transaction may succeed when it is begun again from the start, on whatever connection. */
export function mayPass(error: unknown): boolean {
  const number = errorNumber(error)
  if (number > 0) return PASSING.has(number) || READ_ONLY.has(number) || STALE.has(number)
  const code = errorCode(error)
  return code === undefined ? isFatal(error) : CONNECTION_LOST.has(code)
}

/** Whether the connection that the error came from must not be used again. */
export function isConnectionUnusable(error: unknown): boolean {
  const number = errorNumber(error)
  if (number > 0) return READ_ONLY.has(number) || STALE.has(number)
  return isFatal(error) || CONNECTION_LOST.has(errorCode(error) ?? '')
}

/**
 * The error as Failure `store-unavailable` when the store cannot be used now, whether that passes by itself (the network,
 * a deadlock) or not (a certificate that has expired); as it is when it is a fault of ours.
 */
export function translateMysqlError(error: unknown): unknown {
  if (!mayPass(error) && !isConnectionUnusable(error) && !NEEDS_HELP.has(errorNumber(error))) return error
  return new Failure('store-unavailable', { message: (error as Error).message, cause: error })
}

/** The server's number of an error; 0 or less when it does not come from the server. */
export function errorNumber(error: unknown): number {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** mysql2 marks so what ended the connection, and what was asked of a connection that had ended before. */
function isFatal(error: unknown): boolean {
  return error instanceof Error && 'fatal' in error && error.fatal === true
}
