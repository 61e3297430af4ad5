import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readStack } from './stack.ts'

describe('stack.yml', () => {
  const functions = readStack()

  it('declares the functions, each with a handler', () => {
    assert.deepEqual(
      functions.map(({ name }) => name),
      [
        'resize-submit',
        'resize-status',
        'resize-lookup',
        'resize-worker',
        'resize-dead-letters',
        'resize-playback',
        'resize-sweep',
      ],
    )
    for (const { name } of functions) {
      assert.ok(existsSync(join(import.meta.dirname, '../../functions', name, 'handler.ts')), name)
    }
  })

  it('stays within what the community edition runs: 15 functions of 5 replicas, one topic each', () => {
    assert.ok(functions.length <= 15)
    for (const { labels, annotations } of functions) {
      assert.ok(Number(labels['com.openfaas.scale.max']) <= 5)
      assert.ok(!annotations['topic']?.includes(','))
    }
  })

  it('names images as they are called when nothing else is said', () => {
    assert.equal(functions[0]?.image, 'picture-resize-api/resize-submit:0.1.0')
  })

  it('binds the worker to the topic of the requests, whatever its name is', () => {
    const topicOf = (stack: typeof functions) =>
      stack.find(({ name }) => name === 'resize-worker')?.annotations['topic']
    assert.equal(topicOf(functions), 'resize-requests')
    assert.equal(topicOf(readStack('orders')), 'orders')
  })
})
