import { newId } from '../src/operation/new-id.ts'
import type { Publish } from '../src/operation/ports.ts'
import { openTopics } from '../src/topic/open-topics.ts'
import { createPublish } from '../src/topic/publish.ts'
import type { Topics } from '../src/topic/topic.ts'
import type { FunctionParts } from './open-parts.ts'
import { withPublishFailpoints } from './with-failpoints.ts'

/** The topics for a function that writes to one of them; that one is created when it is missing. */
export function openTopicsOf({ settings, logger }: FunctionParts, topic: string): Topics {
  const { kafka, store } = settings
  const topics = openTopics({ kafka, folder: store.dataFolder, clock: Date.now, logger })
  // A broker that is away at the start refuses nothing: what is accepted meanwhile is published by the sweep.
  topics.ensure([{ topic, partitions: settings.topic.partitions }]).catch((error: unknown) => {
    logger.warn({ err: error }, 'the topic could not be created yet')
  })
  return topics
}

/** The topic of the requests for a function that writes to it. */
export function openPublish(parts: FunctionParts): { publish: Publish; topics: Topics; stop: () => Promise<void> } {
  const topic = parts.settings.topic.name
  const topics = openTopicsOf(parts, topic)
  const publish = createPublish({ topics, topic, clock: Date.now, newId })
  return {
    topics,
    publish: parts.reach ? withPublishFailpoints(publish, parts.reach) : publish,
    stop: () => topics.close(),
  }
}
