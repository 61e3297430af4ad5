import { Agent, request } from 'undici'
import { Failure } from '../errors/failure.ts'
import { isPublic, literalAddress, lookupOnly, parseCallbackUrl } from './address.ts'
import type { CallbackRules } from './settings.ts'
import { signedHeaders } from './sign.ts'

/** Sends a signed webhook. @throws Failure `callback-not-allowed`, or `callback-failed` when it was not answered with 2xx */
export type SendWebhook = (url: string, webhook: { readonly id: string; readonly body: string }) => Promise<void>

/**
 * Sends webhooks over HTTP. Where the name leads is decided when it is connected to, and no redirect is followed: else a
 * stranger could make us call what only we can reach. Connections are not kept, so that each is decided anew.
 * @param clock epoch milliseconds
 */
export function createSendWebhook({ keys, toPrivate, timeoutMs }: CallbackRules, clock: () => number): SendWebhook {
  const mayCall = toPrivate ? () => true : isPublic
  const agent = new Agent({ pipelining: 0, connect: { lookup: lookupOnly(mayCall) } })

  return async (text, { id, body }) => {
    const url = parseCallbackUrl(text)
    // An address needs no lookup, so that nobody would look at it.
    const literal = literalAddress(url)
    if (literal && !mayCall(literal)) throw new Failure('callback-not-allowed')
    const timestamp = Math.floor(clock() / 1000)
    const status = await send(url, body, signedHeaders({ id, timestamp, body }, keys)).catch((error: Error) => {
      throw error instanceof Failure ? error : new Failure('callback-failed', { message: error.message, cause: error })
    })
    if (status < 200 || status > 299)
      throw new Failure('callback-failed', { message: `the receiver answered ${status}` })
  }

  async function send(url: URL, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
    const answer = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'picture-resize-api' },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    })
    // What it says beyond its status is nobody's business; it may be endless.
    answer.body.on('error', () => undefined).destroy()
    return answer.statusCode
  }
}
