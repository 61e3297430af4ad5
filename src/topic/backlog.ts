import type { ReadBacklog } from '../operation/ports.ts'
import { retryTopicPattern } from './derived-topics.ts'
import type { Topics } from './topic.ts'

interface BacklogDependencies {
  readonly topics: Pick<Topics, 'list' | 'lag'>
  readonly topic: string
  /** The group whose members bring the messages to the worker. */
  readonly group: string
}

/**
 * Reads what a group has still to settle. A message before the committed offset was settled, one behind the end stood in
 * a topic that was deleted and made anew: neither comes again. While something waits in a retry topic, which says nothing
 * of the message that it stands for, every message counts as one that may come.
 */
export function createReadBacklog({ topics, topic, group }: BacklogDependencies): ReadBacklog {
  const isRetryTopic = retryTopicPattern(topic)
  return async () => {
    const retryTopics = (await topics.list()).filter((name) => isRetryTopic.test(name))
    const lags = await topics.lag(group, [topic, ...retryTopics])
    const mayWaitElsewhere = lags.some(({ topic: name, lag }) => name !== topic && lag > 0)
    return (position) =>
      mayWaitElsewhere ||
      position.topic !== topic ||
      lags.some(
        ({ topic: name, partition, committed, end }) =>
          name === topic && partition === position.partition && committed <= position.offset && position.offset < end,
      )
  }
}
