import type { IncomingHttpHeaders } from 'node:http'

/** Headers that belong to one connection (RFC 9110 §7.6.1), and `Host`, which a client sets by itself. */
const OF_A_CONNECTION = new Set([
  'connection',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * The headers of a call that go on with it to the next server: without those of the connection, that is the known ones
 * and those that `Connection` names.
 */
export function headersOfTheCall(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = String(headers['connection'] ?? '')
    .toLowerCase()
    .split(/\s*,\s*/)
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || OF_A_CONNECTION.has(name) || named.includes(name) ? [] : [[name, value]],
    ),
  )
}
