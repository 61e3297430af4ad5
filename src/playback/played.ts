import type { Operation } from '../operation/operation.ts'
import type { ModelName } from './models/names.ts'
import type { PartName } from './models/part-name.ts'

/** A recorded operation that is being played: what was recorded, and what it is called in the sandbox. */
export interface Played {
  /** Counts from 1 in the order of the recorded requests. */
  readonly number: number
  /** Its ID in the sandbox. */
  readonly id: string
  readonly recorded: Operation
  readonly source: Uint8Array
}

/** What the IDs of everything in a run's sandbox begin with: half of the run's own ID. */
export function idPrefixOf(run: string): string {
  return run.slice(0, 16)
}

/**
 * What a run's topics and groups begin with.
 * @param requests the topic of the requests: systems that share a log differ in it
 */
export function topicPrefixOf(requests: string, run: string): string {
  return `${requests}.playback.${run}.`
}

/** The run to which a topic of this system belongs; undefined when it is none of a sandbox. */
export function runOfTopic(requests: string, topic: string): string | undefined {
  const run = topic.startsWith(requests) ? /^\.playback\.([0-9a-f]{32})\./.exec(topic.slice(requests.length)) : null
  return run?.[1]
}

/** The ID of an operation in the sandbox. Nobody outside can name it to any function, so it need not be random. */
export function sandboxId(run: string, number: number): string {
  return idPrefixOf(run) + number.toString(16).padStart(16, '0')
}

/** A topic of a model in a run's sandbox. */
export function sandboxTopic(requests: string, run: string, model: ModelName, name: string): string {
  return `${topicPrefixOf(requests, run)}${model}.${name}`
}

/** The group in which a part takes the messages of a topic of a sandbox. */
export function groupOf(topic: string, part: PartName): string {
  return `${topic}.${part}`
}
