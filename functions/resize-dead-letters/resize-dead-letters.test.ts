import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Failure } from '../../src/errors/failure.ts'
import { answerOf } from '../../src/faas/answer-of.ts'
import { transition } from '../../src/operation/transition.ts'
import { logger } from '../../test/logger.ts'
import { operationStage } from '../../test/operation-stage.ts'
import { composeDeadLetters } from './compose.ts'

const headers = {
  'content-type': 'application/json',
  'x-topic': 'requests.dead-letter',
  'x-kafka-partition': '0',
  'x-kafka-offset': '3',
  'x-kafka-dead-letter-topic': 'requests',
  'x-kafka-dead-letter-partition': '1',
  'x-kafka-dead-letter-offset': '7',
  'x-kafka-dead-letter-function': 'resize-worker',
  'x-kafka-dead-letter-attempts': '5',
  'x-kafka-dead-letter-outcome': '500',
  'x-kafka-dead-letter-reason': 'attempts-exhausted',
  'x-kafka-dead-letter-time': '2023-11-14T22:13:20.123Z',
}

const stage = operationStage()

describe('resize-dead-letters', () => {
  const bring = async (body: unknown, changes: Record<string, string> = {}, store = stage.store) => {
    const handler = composeDeadLetters({ store, logger })
    const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
    const event = { body: bytes, headers: { ...headers, ...changes }, method: 'POST', query: {}, path: '/' }
    const { status, body: answer } = await answerOf(handler, event)
    return [status, JSON.parse(String(answer)).outcome]
  }
  const types = async (id: string) => (await stage.store.readEvents(id)).map(({ type }) => type)

  it('records why the message of an operation was given up, and leaves the operation as it is', async () => {
    const operation = await stage.accept(60_000)
    const before = await stage.find(operation)
    const diedAt = before.requestedAt + 30_000
    const writtenAt = before.requestedAt + 10
    const times = {
      'x-kafka-ce_time': new Date(writtenAt).toISOString(),
      'x-kafka-dead-letter-time': new Date(diedAt).toISOString(),
    }
    assert.deepEqual(await bring({ operation }, times), [200, 'recorded'])
    assert.deepEqual((await stage.store.readEvents(operation)).at(-1), {
      type: 'dead-lettered',
      operation,
      sequence: 3,
      at: diedAt,
      letter: { topic: 'requests.dead-letter', partition: 0, offset: 3 },
      delivery: { topic: 'requests', partition: 1, offset: 7 },
      function: 'resize-worker',
      invocations: 5,
      outcome: '500',
      reason: 'attempts-exhausted',
    })
    assert.deepEqual(await stage.find(operation), { ...before, revision: 3, publishedAt: writtenAt })
  })

  it('records a dead letter once, and another one of the same message again', async () => {
    const operation = await stage.accept()
    assert.deepEqual(await bring({ operation }), [200, 'recorded'])
    assert.deepEqual(await bring({ operation }), [200, 'known'])
    assert.deepEqual(await bring({ operation }, { 'x-kafka-offset': '4' }), [200, 'recorded'])
    assert.deepEqual(await types(operation), ['requested', 'published', 'dead-lettered', 'dead-lettered'])
  })

  it('records nothing behind an end', async () => {
    const operation = await stage.accept()
    await transition(stage.store, operation, { type: 'erase' })
    assert.deepEqual(await bring({ operation }), [200, 'ended'])
    assert.deepEqual(await types(operation), ['requested', 'erased'])
  })

  it('takes what is not ours all the same: it would come again for ever', async () => {
    const operation = await stage.accept()
    assert.deepEqual(await bring({ operation: 'f'.repeat(32) }), [200, 'unknown'])
    assert.deepEqual(await bring({ operation: 'no ID' }), [200, 'unknown'])
    for (const body of ['', 'not JSON', '\xff', '[]', 'null', '{"operation": 5}', '{}']) {
      assert.deepEqual(await bring(body), [200, 'not-ours'], body)
    }
    for (const name of Object.keys(headers).filter((name) => name.startsWith('x-'))) {
      assert.deepEqual(await bring({ operation }, { [name]: '' }), [200, 'not-ours'], name)
    }
    assert.deepEqual(await types(operation), ['requested'])
  })

  it('asks for the dead letter again while the store is away', async () => {
    const find = () => Promise.reject(new Failure('store-unavailable'))
    const [status] = await bring({ operation: 'f'.repeat(32) }, {}, { ...stage.store, find })
    assert.equal(status, 503)
  })
})
