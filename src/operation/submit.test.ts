import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { logger } from '../../test/logger.ts'
import { everythingMayCome, operationStage, source, sweepRules, topicIsDown } from '../../test/operation-stage.ts'
import { someOptions } from '../../test/operations.ts'
import { Failure, hasCode } from '../errors/failure.ts'
import type { TopicPosition } from './event.ts'
import type { Found } from './ports.ts'
import { createSubmit } from './submit.ts'
import { createSweep } from './sweep.ts'

const stage = operationStage()

describe('submit', () => {
  let ids = 0
  const newId = () => (++ids).toString(16).padStart(32, '0')
  const inspect = () => ({ format: 'png', width: 4, height: 3 })
  const mark = () => {}
  const submission = { source, options: someOptions }

  it('stores the operation, then publishes it', async () => {
    const marked: [string, TopicPosition][] = []
    const mark = ({ operation }: Found, position: TopicPosition) => marked.push([operation.id, position])
    const submit = createSubmit({ store: stage.store, publish: stage.publish, mark, inspect, newId, logger })
    const { id, status } = await submit(submission)
    const operation = await stage.find(id)
    assert.deepEqual([status, operation.status, stage.published], ['queued', 'queued', [id]])
    assert.deepEqual(marked, [[id, { topic: 't', partition: 0, offset: 0 }]])
  })

  it('accepts although the topic is down: the sweep writes the message', async () => {
    const { id } = await createSubmit({ store: stage.store, publish: topicIsDown, mark, inspect, newId, logger })(
      submission,
    )
    assert.equal((await stage.find(id)).publishedAt, null)
    await createSweep({
      store: stage.store,
      publish: stage.publish,
      readBacklog: everythingMayCome,
      rules: { ...sweepRules, unpublishedAfterMs: 0 },
      logger,
    })()
    assert.deepEqual(stage.published, [id])
  })

  it('stores nothing of a picture that is refused', async () => {
    const refuse = () => {
      throw new Failure('picture-malformed')
    }
    const submit = createSubmit({ store: stage.store, publish: stage.publish, mark, inspect: refuse, newId, logger })
    await assert.rejects(submit(submission), (error) => hasCode(error, 'picture-malformed'))
    assert.equal((await stage.store.census()).byStatus.queued, 0)
  })

  it('gives the same operation for the same key and request, and refuses another request with that key', async () => {
    const submit = createSubmit({ store: stage.store, publish: stage.publish, mark, inspect, newId, logger })
    const first = await submit({ ...submission, idempotencyKey: 'k' })
    assert.deepEqual(await submit({ ...submission, idempotencyKey: 'k' }), first)
    const other = { source, options: { ...someOptions, width: 11 }, idempotencyKey: 'k' }
    await assert.rejects(submit(other), (error) => hasCode(error, 'idempotency-conflict'))
    assert.equal(stage.published.length, 1)
  })
})
