import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Registry } from 'prom-client'
import { logger } from '../../test/logger.ts'
import { callHandler } from './call-handler.ts'
import type { FunctionContext, FunctionEvent, Handler } from './handler.ts'
import { startHost } from './host.ts'
import { readHostSettings } from './host-settings.ts'
import { isStreamed } from './streamed-body.ts'
import { withProblems } from './with-problems.ts'

const event: FunctionEvent = { body: undefined, headers: {}, method: 'GET', query: {}, path: '/' }

/** A handler whose body is made piece by piece, the second one when it is told to; and whether it is still being made. */
function streaming() {
  const { promise, resolve: release } = Promise.withResolvers<void>()
  let isOver = false
  async function* pieces() {
    try {
      yield Buffer.from('one ')
      await promise
      for (;;) {
        yield Buffer.from('two')
        await pause(5)
      }
    } finally {
      isOver = true
    }
  }
  const handler: Handler = async () => pieces()
  return { handler, release, isOver: () => isOver }
}

async function serve(handler: Handler) {
  const host = await startHost({
    hosted: { handler, maxBodyBytes: 1, registry: new Registry(), ready: async () => {}, drain() {}, async stop() {} },
    settings: readHostSettings({ host: '127.0.0.1', port: '0', metrics_port: '0', healthcheck_interval: '10ms' }),
    logger,
  })
  const { body } = await fetch(host.url)
  assert.ok(body)
  return { host, reader: body.pipeThrough(new TextDecoderStream()).getReader() }
}

describe('a body that is made while it is sent', () => {
  it('is sent piece by piece, and made no more when its reader is gone', async () => {
    const { handler, release, isOver } = streaming()
    const { host, reader } = await serve(handler)
    assert.equal((await reader.read()).value, 'one ')
    release()
    assert.match((await reader.read()).value ?? '', /^two/)
    await reader.cancel()
    while (!isOver()) await pause(2)
    await host.stop()
  })

  it('comes to its end when the server closes', async () => {
    const { handler } = streaming()
    const { host, reader } = await serve(handler)
    assert.equal((await reader.read()).value, 'one ')
    const stopped = host.stop()
    assert.deepEqual(await reader.read(), { done: true, value: undefined })
    await stopped
  })

  it('is given whole to a host that cannot stream, as the official template cannot', async () => {
    async function* pieces() {
      yield Buffer.from('one ')
      yield Buffer.from('two')
    }
    const handler = withProblems(async () => ({ status: 200, headers: {}, body: pieces() }), logger)
    assert.ok(isStreamed((await callHandler(handler, event)).body))

    let given: unknown
    const context = {
      status: () => context,
      headers: () => context,
      succeed: (body: unknown) => (given = body),
    } as unknown as FunctionContext
    await handler(event, context)
    assert.equal(String(given), 'one two')
  })
})
