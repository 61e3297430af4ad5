import { MIMEType } from 'node:util'
import type { Delivery } from './delivery.ts'
import { withoutConnectorHeaders } from './retry-topics.ts'

const connectorName = 'picture-resize-kafka-connector'
const visibleAscii = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/
/** One invocation of a function with a message, as the function is told of it. */
export interface Invocation {
  /** The name of this connector. */
  readonly connector: string
  /** Epoch milliseconds. */
  readonly dispatchedAt: number
}

/** Names after `X-Kafka-` that are the connector's own. */
const reserved: ReadonlySet<string> = new Set(['partition', 'offset', 'key', 'key-enc'])

/**
 * The HTTP headers of an invocation, as OpenFaaS's connectors set them: X-Topic, X-Kafka-Partition, X-Kafka-Offset (where
 * the message stood first, also when it is retried), X-Kafka-Key (in base64 and with X-Kafka-Key-Enc when it is not
 * visible ASCII), and X-Kafka-<name> for every header of the message. `traceparent` is passed on as itself too (W3C Trace
 * Context). The message's own content-type wins over the setting, for it describes the value, unless it is no media type:
 * servers refuse that, so that no function could ever take the message. And, as they do not: which
 * connector invokes, for which time with this message, and when.
 */
export function invocationHeaders(
  { message, origin, tally }: Delivery,
  contentType: string,
  { connector, dispatchedAt }: Invocation,
): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Type': contentType,
    'X-Connector': connectorName,
    'X-Connector-Instance': toHeaderValue(connector),
    'X-Connector-Invocation': String(tally.attempts + 1),
    'X-Connector-Dispatched-At': new Date(dispatchedAt).toISOString(),
    'X-Topic': origin.topic,
    'X-Kafka-Partition': String(origin.partition),
    'X-Kafka-Offset': String(origin.offset),
  }
  if (message.key !== null) {
    const text = message.key.toString('latin1')
    const isText = visibleAscii.test(text)
    headers['X-Kafka-Key'] = isText ? text : message.key.toString('base64')
    if (!isText) headers['X-Kafka-Key-Enc'] = 'b64'
  }
  for (const [name, value] of Object.entries(withoutConnectorHeaders(message.headers))) {
    const lower = name.toLowerCase()
    if (!reserved.has(lower)) headers[`X-Kafka-${toHeaderName(name)}`] = toHeaderValue(value)
    if (lower === 'traceparent') headers['traceparent'] = toHeaderValue(value)
    if (lower === 'content-type') headers['Content-Type'] = toMediaType(value) ?? contentType
  }
  return headers
}

/** A media type as a server reads it, without parameters that are none; undefined when it is no media type. */
function toMediaType(value: string): string | undefined {
  try {
    return toHeaderValue(new MIMEType(value).toString())
  } catch {
    return undefined
  }
}

/** A name with everything replaced that may not stand in an HTTP header name (RFC 9110, section 5.6.2, token). */
function toHeaderName(name: string): string {
  return name.replace(/[^!#$%&'*+.^_`|~0-9A-Za-z-]/g, '-')
}

/** A value as it is when HTTP can carry it, else percent-encoded as CloudEvents does over HTTP (its section 3.1.3.2). */
function toHeaderValue(value: string): string {
  if (value === '' || visibleAscii.test(value)) return value
  let encoded = ''
  for (const byte of Buffer.from(value)) {
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x25
    encoded += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}
