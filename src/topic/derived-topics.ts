/** The retry topic of a level. Levels count from 1; each has one delay, so its messages come due in order. */
export function retryTopic(topic: string, level: number): string {
  return `${topic}.retry.${level}`
}

const DEAD_LETTER = '.dead-letter'

/** Matches the retry topics of a topic, whatever their level. */
export function retryTopicPattern(topic: string): RegExp {
  return new RegExp(`^${topic.replace(/[^A-Za-z0-9]/g, '\\$&')}\\.retry\\.[1-9]\\d*$`)
}

/** Where the messages of a topic end that cannot be delivered. */
export function deadLetterTopic(topic: string): string {
  return `${topic}${DEAD_LETTER}`
}

/** Whether dead letters stand in this topic, to be told by its name. */
export function isDeadLetterTopic(topic: string): boolean {
  return topic.endsWith(DEAD_LETTER)
}

/** The retry topics of a topic, one for each delay. */
export function retryTopicsOf(topic: string, delays: number): string[] {
  return Array.from({ length: delays }, (_, index) => retryTopic(topic, index + 1))
}
