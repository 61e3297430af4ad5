import { randomUUID } from 'node:crypto'
import { afterEach } from 'node:test'
import type { Topics } from '../../src/topic/topic.ts'

/** An open implementation. Every `open` of one suite sees the same log, as a restarted process does. */
export interface OpenTopics {
  readonly topics: Topics
  close(): Promise<void>
}

/** Opens topics for the tests of one suite, and closes them behind each test. Topic and group names are random. */
export function createTopicStage(open: () => Promise<OpenTopics>) {
  const opened: OpenTopics[] = []
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close()
  })

  const start = async (): Promise<Topics> => {
    const implementation = await open()
    opened.push(implementation)
    return implementation.topics
  }
  const startWith = async (partitions: number) => {
    const topics = await start()
    const topic = `contract-${randomUUID()}`
    await topics.ensure([{ topic, partitions }])
    return { topics, topic, group: `group-${randomUUID()}` }
  }
  return { start, startWith }
}
