import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { hasCode } from '../errors/failure.ts'
import { createSendWebhook } from './send-webhook.ts'
import { readCallbackRules } from './settings.ts'
import { signedHeaders } from './sign.ts'

const CALLBACK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** A receiver that answers by the path: `/500`, `/302`; never at `/never`. */
async function receiver() {
  const received: { request: IncomingMessage; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ request, body })
    if (request.url !== '/never') response.writeHead(Number(request.url?.slice(1)), { location: '/200' }).end('x')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    received,
    port,
    [Symbol.dispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const sender = (env: Readonly<Record<string, string>> = {}) =>
  createSendWebhook(readCallbackRules({ CALLBACK_SECRET, CALLBACK_TIMEOUT_MS: '300', ...env }), () => 1_614_265_330_999)
const webhook = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' }
/** The example that Standard Webhooks gives. */
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='

const isFailed = (error: unknown) => hasCode(error, 'callback-failed')
const isNotAllowed = (error: unknown) => hasCode(error, 'callback-not-allowed')

describe('sending a webhook', () => {
  it('signs it as Standard Webhooks says', async () => {
    using stage = await receiver()
    await sender({ CALLBACK_PRIVATE: 'true' })(`http://localhost:${stage.port}/204`, webhook)
    const [{ request, body } = assert.fail()] = stage.received
    assert.equal(request.method, 'POST')
    assert.equal(body, webhook.body)
    assert.equal(request.headers['content-type'], 'application/json')
    assert.equal(request.headers['webhook-id'], webhook.id)
    assert.equal(request.headers['webhook-timestamp'], '1614265330')
    assert.equal(request.headers['webhook-signature'], SIGNATURE)
  })

  it('signs with each key, so that a secret can be changed', () => {
    const { keys } = readCallbackRules({ CALLBACK_SECRET: `${CALLBACK_SECRET} whsec_${'A'.repeat(32)}` })
    const signatures = signedHeaders({ ...webhook, timestamp: 1_614_265_330 }, keys)['webhook-signature'].split(' ')
    assert.equal(signatures.length, 2)
    assert.equal(signatures[0], SIGNATURE)
  })

  it('fails unless it is answered with 2xx in time; it follows no redirect', async () => {
    using stage = await receiver()
    const send = sender({ CALLBACK_PRIVATE: 'true' })
    for (const path of ['500', '404', '302', '307', 'never']) {
      await assert.rejects(send(`http://127.0.0.1:${stage.port}/${path}`, webhook), isFailed, path)
    }
    assert.equal(stage.received.length, 5)
    await assert.rejects(send('http://nobody.invalid/', webhook), isFailed)
  })

  it('connects to no address that is not public, by its number or by a name that leads there', async () => {
    using stage = await receiver()
    for (const host of ['127.0.0.1', '[::1]', 'localhost', '2130706433']) {
      await assert.rejects(sender()(`http://${host}:${stage.port}/200`, webhook), isNotAllowed, host)
    }
    assert.equal(stage.received.length, 0)
  })
})
