import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { temporaryFolder } from '../../test/local-process.ts'
import { logger } from '../../test/logger.ts'
import { createReadBacklog } from './backlog.ts'
import { createLocalTopics } from './local/local-topics.ts'
import type { Position } from './topic.ts'

describe('the backlog', () => {
  const { folder, remove } = temporaryFolder()
  const topics = createLocalTopics({ path: `${folder}/topic.db`, clock: Date.now, logger })
  after(async () => {
    await topics.close()
    remove()
  })
  const write = (topic: string) => topics.write([{ topic, key: null, value: Buffer.from('x'), headers: {} }])

  it('says that a message may come which is not settled, and no other', async () => {
    await topics.ensure([{ topic: 'orders', partitions: 1 }])
    const readBacklog = createReadBacklog({ topics, topic: 'orders', group: 'g' })
    const at = (offset: number): Position => ({ topic: 'orders', partition: 0, offset })
    for (let offset = 0; offset < 3; offset += 1) await write('orders')
    const subscription = await topics.subscribe({
      group: 'g',
      topics: [{ topic: 'orders', initialOffset: 'earliest' }],
      maxMessages: 1,
      receive: async () => {},
    })
    await subscription.commit([at(0)])
    await subscription.stop()

    const mayCome = await readBacklog()
    assert.deepEqual([0, 1, 2].map(at).map(mayCome), [false, true, true])
    assert.equal(mayCome(at(3)), false, 'behind the end: the topic was made anew')
    assert.equal(mayCome({ ...at(0), topic: 'others' }), true)

    await topics.ensure([{ topic: 'orders.retry.1', partitions: 1 }])
    await write('orders.retry.1')
    assert.equal((await readBacklog())(at(0)), true, 'it may wait in a retry topic')
  })
})
