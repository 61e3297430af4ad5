import { Failure } from '../errors/failure.ts'
import { OPERATION_ID, type Operation } from '../operation/operation.ts'
import type { OperationStore } from '../operation/ports.ts'
import type { Topics } from '../topic/topic.ts'
import type { PlaybackRequest } from './request.ts'

/** The recorded operations of a run, in the order of their requests; the others, counted by the reason. */
export interface Selection {
  readonly operations: readonly Operation[]
  readonly leftOut: Readonly<Record<string, number>>
}

interface SelectDependencies {
  readonly store: OperationStore
  readonly topics: Topics
  /** The topic of the requests, the only one that can be asked for. */
  readonly topic: string
  readonly limits: { readonly maxOperations: number; readonly maxBytes: number }
}

/**
 * Finds the operations that a request names. What has not ended, or whose source is no longer kept, is left out.
 * @throws Failure `request-not-valid`, `playback-too-large`, `store-unavailable`, `topic-unavailable`
 */
export async function select(
  { store, topics, topic, limits }: SelectDependencies,
  { operations: asked }: PlaybackRequest,
): Promise<Selection> {
  const found: Operation[] = []
  const leftOut: Record<string, number> = {}
  const leave = (why: string) => {
    leftOut[why] = (leftOut[why] ?? 0) + 1
  }
  for (const id of await idsOf()) {
    const operation = (await store.find(id))?.operation
    const why = whyNotPlayed(operation)
    if (operation && why === undefined) found.push(operation)
    else leave(why ?? 'not known')
  }
  const bytes = found.reduce((sum, { source }) => sum + (source?.bytes ?? 0), 0)
  if (bytes > limits.maxBytes) {
    throw tooLarge(`Their sources have ${bytes} bytes; ${limits.maxBytes} are allowed.`)
  }
  return { operations: found.sort((one, other) => one.requestedAt - other.requestedAt), leftOut }

  async function idsOf(): Promise<readonly string[]> {
    const ids = await askedIds()
    if (ids.length > limits.maxOperations) throw tooLarge(`At most ${limits.maxOperations} operations are allowed.`)
    return ids
  }

  async function askedIds(): Promise<readonly string[]> {
    if (Array.isArray(asked)) return asked
    const limit = limits.maxOperations + 1
    if ('from' in asked) return await store.findRequested({ from: timeOf(asked.from), to: timeOf(asked.to), limit })
    return await readIds(asked as Offsets)
  }

  async function readIds({ topic: named, partition, offsets: [first = 0, last = 0] }: Offsets): Promise<string[]> {
    if (named !== topic) throw new Failure('request-not-valid', { detail: `The topic of the requests is ${topic}.` })
    // The connector makes it anew, but its messages are gone, and will not come back by waiting.
    const isThere = (await topics.list()).includes(topic)
    if (!isThere) throw new Failure('request-not-valid', { detail: `The topic ${topic} does not exist any more.` })
    const ids = new Set<string>()
    await topics.readAll(topic, (messages) => {
      for (const message of messages) {
        const isAsked = message.offset >= first && message.offset <= last
        if (!isAsked || (partition !== undefined && message.partition !== partition)) continue
        const id = message.key?.toString() ?? ''
        if (OPERATION_ID.test(id)) ids.add(id)
      }
    })
    return [...ids]
  }
}

type Offsets = { readonly topic: string; readonly partition?: number; readonly offsets: readonly number[] }

/** Why an operation cannot be played again, if it cannot. */
export function whyNotPlayed(operation: Operation | undefined): string | undefined {
  if (!operation) return 'not known'
  if (operation.status === 'queued' || operation.status === 'running') return 'not ended'
  if (operation.status === 'expired') return 'source no longer kept'
  return undefined
}

/** @throws Failure `request-not-valid` */
function timeOf(given: number | string): number {
  const time = typeof given === 'number' ? given : Date.parse(given)
  if (Number.isNaN(time)) throw new Failure('request-not-valid', { detail: `${given} is not a time.` })
  return time
}

const tooLarge = (detail: string) => new Failure('playback-too-large', { detail })
