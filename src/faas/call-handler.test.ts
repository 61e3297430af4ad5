import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { callHandler } from './call-handler.ts'
import type { FunctionEvent } from './handler.ts'

const event: FunctionEvent = { body: '', headers: {}, method: 'GET', query: {}, path: '/' }

describe('calling a handler as the official Node template does', () => {
  it('answers what the context was given', async () => {
    const answer = await callHandler((_, context) => context.status(201).headers({ a: 'b' }).succeed('made'), event)
    assert.deepEqual(answer, { status: 201, headers: { a: 'b' }, body: 'made' })
  })

  it('answers 200 with what the handler returned when it gave the context nothing', async () => {
    assert.deepEqual(await callHandler(async () => ({ ok: true }), event), {
      status: 200,
      headers: {},
      body: { ok: true },
    })
  })

  it('counts the first answer only', async () => {
    const handler = (_: FunctionEvent, context: { succeed(body: string): unknown }) => {
      context.succeed('first')
      context.succeed('second')
    }
    assert.equal((await callHandler(handler, event)).body, 'first')
  })

  it('tells status and headers back', async () => {
    await callHandler((_, context) => {
      assert.equal(context.status(), 200)
      assert.deepEqual(context.headers(), {})
      return context.status(204).succeed()
    }, event)
  })

  it('rejects with what the handler threw or failed with', async () => {
    const failing = [
      () => {
        throw new Error('thrown')
      },
      async () => {
        throw new Error('thrown')
      },
      (_: FunctionEvent, context: { fail(error: unknown): unknown }) => context.fail(new Error('thrown')),
    ]
    for (const handler of failing) await assert.rejects(callHandler(handler, event), /thrown/)
  })
})
