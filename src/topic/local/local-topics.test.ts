import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { createLocalTopics } from './local-topics.ts'

describe('the local log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-topics-'))
  after(() => rmSync(folder, { recursive: true }))

  it('trims what is older than the retention when it opens, and never reuses an offset', async () => {
    const path = join(folder, 'trim.db')
    let now = 1000
    const clock = () => now
    const write = async (values: readonly string[]) => {
      const topics = createLocalTopics({ path, clock, retentionMs: 100 })
      await topics.ensure([{ topic: 't', partitions: 1 }])
      const messages = values.map((value) => ({ topic: 't', key: null, value: Buffer.from(value), headers: {} }))
      const positions = await topics.write(messages)
      const [lag] = await topics.lag('g', ['t'])
      await topics.close()
      return { offsets: positions.map(({ offset }) => offset), lag: lag?.lag }
    }

    assert.deepEqual(await write(Array(2500).fill('old')), { offsets: [...Array(2500).keys()], lag: 2500 })
    now += 50
    assert.deepEqual(await write(['newer']), { offsets: [2500], lag: 2501 })
    now += 60
    assert.deepEqual(await write(['newest']), { offsets: [2501], lag: 2 })
    now += 1000
    assert.deepEqual(await write(['after all were trimmed']), { offsets: [2502], lag: 1 })
  })

  it('answers topic-unavailable once it is closed', async () => {
    const topics = createLocalTopics({ path: join(folder, 'closed.db'), clock: Date.now })
    await topics.close()
    await topics.close()
    await assert.rejects(topics.write([]), { code: 'topic-unavailable' })
    await assert.rejects(topics.lag('g', ['t']), { code: 'topic-unavailable' })
  })

  it('says that its file cannot be used', () => {
    assert.throws(() => createLocalTopics({ path: folder, clock: Date.now }), { code: 'data-folder-not-usable' })
  })
})
