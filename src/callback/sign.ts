import { createHmac } from 'node:crypto'

/** What a receiver is sent. The ID is the same at every try, so that a receiver knows what it has seen. */
export interface Webhook {
  readonly id: string
  /** Of this try, in whole seconds since the epoch. */
  readonly timestamp: number
  readonly body: string
}

/** The headers of Standard Webhooks 1.0 (https://www.standardwebhooks.com), with one signature for each key. */
export function signedHeaders({ id, timestamp, body }: Webhook, keys: readonly Buffer[]) {
  const sign = (key: Buffer) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': keys.map(sign).join(' '),
  }
}
