import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { createAsyncApi } from '../scripts/async-api.ts'
import { newId } from '../src/operation/new-id.ts'
import { createLocalTopics } from '../src/topic/local/local-topics.ts'
import { createPublish, createPublishPlayback } from '../src/topic/publish.ts'
import type { Message } from '../src/topic/topic.ts'
import { temporaryFolder } from './local-process.ts'

describe('the document of the topics', () => {
  const { folder, remove } = temporaryFolder()
  const topics = createLocalTopics({ path: join(folder, 'topic.db'), clock: Date.now })
  after(async () => {
    await topics.close()
    remove()
  })

  it('says how the messages are that are written', async () => {
    const { components, channels } = createAsyncApi('requests')
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    const kinds = [
      ['operation', channels.requests.address, createPublish],
      ['playback', channels.playbacks.address, createPublishPlayback],
    ] as const
    for (const [kind, topic, create] of kinds) {
      await topics.ensure([{ topic, partitions: 1 }])
      const id = newId()
      await create({ topics, topic, clock: Date.now, newId })(id)
      const { key, headers, value } = await firstMessage(topic)
      const { headers: ofHeaders, payload } = components.messages[kind]
      assert.equal(key?.toString(), id)
      assert.ok(ajv.validate({ ...ofHeaders, additionalProperties: false }, headers), ajv.errorsText())
      assert.ok(
        ajv.validate({ ...payload, additionalProperties: false }, JSON.parse(value.toString())),
        ajv.errorsText(),
      )
    }
  })

  async function firstMessage(topic: string): Promise<Message> {
    const { promise, resolve } = Promise.withResolvers<Message>()
    const subscription = await topics.subscribe({
      group: 'test',
      topics: [{ topic, initialOffset: 'earliest' }],
      maxMessages: 1,
      async receive([message]) {
        if (message) resolve(message)
      },
    })
    const message = await promise
    await subscription.stop()
    return message
  }
})
