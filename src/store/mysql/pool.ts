import type { Socket } from 'node:net'
import { clearTimeout, setTimeout } from 'node:timers'
import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from 'kysely'
import { createPool, type PoolConnection, type PoolOptions } from 'mysql2'
import { isConnectionUnusable } from './errors.ts'

interface PoolRules {
  /** How long one statement may take, in milliseconds. */
  readonly timeoutMs: number
  /** How long the server may take for a connection; who waits for a free one waits for both. */
  readonly connectTimeoutMs: number
}

type Callback<T> = (error: unknown, value?: T) => void

/**
 * What every connection begins with. The isolation level because a claim must see what others have committed; the mode so
 * that nothing is cut off silently; the time-outs so that a connection whose client vanished does not hold its locks.
 * Without escapes by backslash because MySQL 8 and later write out every prepared statement with its parameters, for logs
 * that nobody need have switched on, and go through a picture character by character for the sake of those escapes: a third
 * of the time that storing it takes. No text of ours has escapes: what is not ours is a parameter.
 */
const SESSION = [
  'set session transaction isolation level read committed',
  "set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES'",
  'set session innodb_lock_wait_timeout = 5, wait_timeout = 60',
]

/** How long the pool waits for connections to say goodbye, in milliseconds. */
const FAREWELL_MS = 1_000

/**
 * mysql2's pool in the shape that Kysely's dialect asks for. It differs from the pool as it is in that
 * - a statement with parameters is always prepared: pictures travel as bytes, where `query` would make hexadecimal text
 *   of them, twice as long;
 * - nothing waits for ever: a server that does not answer in time is a lost connection;
 * - a connection of no use any more leaves the pool, and a new one takes its place.
 */
export function createKyselyPool(options: PoolOptions, { timeoutMs, connectTimeoutMs }: PoolRules): MysqlPool {
  const pool = createPool(options)
  const known = new WeakMap<PoolConnection, MysqlPoolConnection>()
  const open = new Set<PoolConnection>()

  return {
    getConnection(callback) {
      const done = callback as Callback<MysqlPoolConnection>
      const settle = inTime(done, connectTimeoutMs + timeoutMs, 'no connection to MySQL became free in time')
      pool.getConnection((error, raw) => {
        if (error) return settle(error)
        const connection = known.get(raw)
        if (connection) return settle(null, connection) || raw.release()
        begin(raw, (failed, begun) => (failed ? settle(failed) : settle(null, begun) || raw.release()))
      })
    },
    end(callback) {
      const cut = setTimeout(() => open.forEach(cutOff), FAREWELL_MS)
      // Whether the server heard the goodbye or not: there is nothing left that anybody could do.
      const done = inTime(() => callback(null), FAREWELL_MS * 2, 'no goodbye')
      pool.end(() => {
        clearTimeout(cut)
        done(null)
      })
    },
  }

  function begin(raw: PoolConnection, callback: Callback<MysqlPoolConnection>): void {
    // mysql2 tells of an error on a connection that it has given up already; without a listener it would end the process.
    raw.on('error', () => {})
    open.add(raw)
    streamOf(raw).once('close', () => open.delete(raw))
    const connection = toKyselyConnection(raw, timeoutMs)
    known.set(raw, connection)
    const set = (text: string) =>
      new Promise<void>((resolve, reject) => {
        connection.query(text, [], (error) => (error ? reject(error) : resolve()))
      })
    Promise.all(SESSION.map(set)).then(
      () => callback(null, connection),
      (error: unknown) => {
        cutOff(raw)
        callback(error)
      },
    )
  }
}

function toKyselyConnection(raw: PoolConnection, timeoutMs: number): MysqlPoolConnection {
  let isUnusable = false
  return {
    config: raw.config,
    threadId: raw.threadId ?? 0,
    connect: (callback) => callback?.(null),
    destroy: () => cutOff(raw),
    release: () => (isUnusable ? cutOff(raw) : raw.release()),
    query(text, parameters: readonly unknown[], callback) {
      // The server rolls back what a lost connection had begun: to say so would hide why it was lost.
      if (isUnusable && text === 'rollback') callback?.(null, [])
      else send(text, parameters, callback as Callback<MysqlQueryResult>)
      return { stream: noStream }
    },
  }

  function send(text: string, parameters: readonly unknown[], callback: Callback<MysqlQueryResult>): void {
    const settle = inTime<MysqlQueryResult>(
      (error, result) => {
        isUnusable ||= isConnectionUnusable(error)
        if (isUnusable) cutOff(raw)
        callback(error, result)
      },
      timeoutMs,
      'MySQL did not answer in time',
    )
    const done = (error: unknown, result: unknown) => settle(error, result as MysqlQueryResult)
    try {
      if (parameters.length === 0) raw.query(text, done)
      else raw.execute(text, parameters.map(toParameter), done)
    } catch (error) {
      settle(error)
    }
  }
}

/** Bytes as a Buffer, which the driver sends as a blob. */
function toParameter(value: unknown) {
  if (!(value instanceof Uint8Array) || Buffer.isBuffer(value)) return value as string | number | null | Buffer
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

/** Ends a connection without waiting for the server: `destroy` alone would wait until what was sent has arrived. */
function cutOff(raw: PoolConnection): void {
  raw.destroy()
  streamOf(raw).destroy()
}

/** The socket below a connection, which mysql2's types leave out. */
function streamOf(raw: PoolConnection): Socket {
  return (raw as unknown as { stream: Socket }).stream
}

/** Calls back once: with the outcome, or with a lost connection when there was none in time. @returns whether it did */
function inTime<T>(callback: Callback<T>, timeoutMs: number, message: string) {
  let isSettled = false
  const timer = setTimeout(() => settle(Object.assign(new Error(message), { code: 'ETIMEDOUT' })), timeoutMs)
  return settle

  function settle(error: unknown, value?: T): boolean {
    if (isSettled) return false
    isSettled = true
    clearTimeout(timer)
    callback(error, value)
    return true
  }
}

function noStream(): never {
  throw new TypeError('the store does not stream rows')
}
