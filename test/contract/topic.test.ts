import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { createKafkaTopics } from '../../src/topic/kafka/kafka-topics.ts'
import { createLocalTopics } from '../../src/topic/local/local-topics.ts'
import { kafkaServers, sayWhatIsLeftOut } from '../kafka-servers.ts'
import { logger } from '../logger.ts'
import { topicContract } from './topic-contract.ts'
import type { OpenTopics } from './topic-stage.ts'
import { wholeTopicContract } from './whole-topic-contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'topic-contract-'))
after(() => rmSync(folder, { recursive: true }))

bothContracts('local', async () => {
  const topics = createLocalTopics({ path: join(folder, 'topic.db'), clock: Date.now })
  return { topics, close: () => topics.close() }
})

sayWhatIsLeftOut()
for (const { name, settings } of kafkaServers) {
  bothContracts(name, async () => {
    const topics = createKafkaTopics({ settings, logger })
    return { topics, close: () => topics.close() }
  })
}

function bothContracts(name: string, open: () => Promise<OpenTopics>): void {
  topicContract(name, open)
  wholeTopicContract(name, open)
}
