import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { Registry } from 'prom-client'
import { temporaryFolder } from '../../test/local-process.ts'
import { logger } from '../../test/logger.ts'
import { answerOf } from '../faas/answer-of.ts'
import type { FunctionEvent } from '../faas/handler.ts'
import { createLocalTopics } from '../topic/local/local-topics.ts'
import { createAsyncFunctions } from './async-functions.ts'
import { createFunctions } from './functions.ts'

const event = (body: string): FunctionEvent => ({
  body: Buffer.from(body),
  headers: { 'x-a': 'b' },
  method: 'POST',
  query: { c: 'd' },
  path: '/e',
})

/** Asynchronous calls of one function, on a topic that outlives them. */
function open(path: string, called: (event: FunctionEvent) => void) {
  const topics = createLocalTopics({ path, clock: Date.now })
  const stack = [{ name: 'echo', image: 'echo', labels: {}, annotations: {}, environment: {} }]
  const mounted = { echo: { invoke: (event: FunctionEvent) => answerOf(called, event), replicas: () => 1 } }
  const functions = createFunctions({ stack, mounted, registry: new Registry(), clock: Date.now })
  const asyncFunctions = createAsyncFunctions({ topics, functions, callbackAnywhere: false, clock: Date.now, logger })
  return { ...asyncFunctions, close: () => topics.close() }
}

const pathFor = (t: TestContext) => {
  const { folder, remove } = temporaryFolder()
  t.after(remove)
  return join(folder, 'topic.db')
}

describe('asynchronous calls', () => {
  it('are made with everything they were asked with, in order', async (t) => {
    const called = Promise.withResolvers<void>()
    const events: FunctionEvent[] = []
    const calls = open(pathFor(t), (event) => {
      events.push(event)
      if (events.length === 2) called.resolve()
    })
    await calls.start()
    await calls.enqueue('echo', event('one'), '1')
    await calls.enqueue('echo', event('two'), '2')
    await called.promise
    await calls.stop()
    await calls.close()
    assert.deepEqual(
      events.map(({ body }) => String(body)),
      ['one', 'two'],
    )
    const [{ method, query, path, headers } = assert.fail()] = events
    assert.deepEqual([method, query, path, headers], ['POST', { c: 'd' }, '/e', { 'x-a': 'b', 'x-call-id': '1' }])
  })

  it('are made after a restart when the process ended before, and once', async (t) => {
    const path = pathFor(t)
    const bodies: string[] = []
    const first = open(path, () => assert.fail('not started'))
    await first.start()
    await first.stop()
    await first.enqueue('echo', event('kept'), '1')
    await first.close()
    for (const _ of [1, 2]) {
      const again = open(path, ({ body }) => bodies.push(String(body)))
      await again.start()
      await new Promise((resolve) => setTimeout(resolve, 100))
      await again.stop()
      await again.close()
    }
    assert.deepEqual(bodies, ['kept'])
  })
})
