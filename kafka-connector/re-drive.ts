import { setTimeout as sleep } from 'node:timers/promises'
import { deadLetterTopic } from '../src/topic/derived-topics.ts'
import type { Message, PartitionLag, Position, Topics } from '../src/topic/topic.ts'
import { toRedriven } from './retry-topics.ts'

/** How many dead letters are written back, and then committed, at once. */
const batchSize = 100

/** The group that remembers which dead letters of a connector's topics went back. */
export function redriveGroup(connectorGroup: string): string {
  return `${connectorGroup}.re-drive`
}

/** What driving dead letters back needs. */
export interface RedriveOptions {
  readonly topics: Topics
  /** The topic whose dead letters go back. */
  readonly topic: string
  /** The group that remembers how far it came: {@link redriveGroup}, not the connector's. */
  readonly group: string
  /** At most that many. */
  readonly limit: number
  /** Shows what would go back, and changes nothing. */
  readonly isDryRun: boolean
  /** Told about each dead letter that goes back. */
  seen(letter: Message): void
  /** After that time without a dead letter it ends: another re-drive has the others. */
  readonly idleMs?: number
}

/**
 * Writes the dead letters of a topic back, those that are there when it begins and that no earlier run has driven: each
 * to the function that it was for, with all of its attempts before it. What is written is committed at once. A run that
 * is killed loses nothing; at most the last 100 of each partition go back twice.
 * @returns how many went back
 * @throws Failure `topic-unavailable`
 */
export async function redrive(options: RedriveOptions): Promise<number> {
  const { topics, topic, group, isDryRun, seen, idleMs = 10_000 } = options
  const letters = deadLetterTopic(topic)
  const open = openPartitions(await topics.lag(group, [letters]))
  if (open.size === 0 || options.limit === 0) return 0
  const done = Promise.withResolvers<void>()
  const idle = setTimeout(done.resolve, idleMs)
  let left = options.limit
  let driven = 0
  let isOver = false

  const receive = async (messages: readonly Message[]): Promise<void> => {
    const end = open.get(messages[0]?.partition ?? -1)
    if (isOver || end === undefined || left === 0) return
    const batch = messages.filter(({ offset }) => offset < end).slice(0, left)
    left -= batch.length
    for (const letter of batch) seen(letter)
    if (!isDryRun && batch.length > 0) await driveBack(batch)
    driven += batch.length
    if (isOver) return
    idle.refresh()
    const last = messages.at(-1)
    if (last && last.offset >= end - 1) open.delete(last.partition)
    if (open.size === 0 || left === 0) done.resolve()
  }

  const driveBack = async (batch: readonly Message[]): Promise<void> => {
    await topics.write(batch.map((letter) => toRedriven(letter, topic)))
    await committed((await joined).commit, batch)
  }

  const joined = topics.subscribe({
    group,
    topics: [{ topic: letters, initialOffset: 'earliest' }],
    maxMessages: batchSize,
    receive,
  })
  const subscription = await joined
  try {
    await Promise.race([done.promise, subscription.ended])
  } finally {
    isOver = true
    clearTimeout(idle)
    await subscription.stop()
  }
  return driven
}

/** The partitions that have something, and where they end now. */
function openPartitions(lags: readonly PartitionLag[]): Map<number, number> {
  return new Map(lags.flatMap(({ partition, lag, end }): [number, number][] => (lag > 0 ? [[partition, end]] : [])))
}

/** Commits the last message, which is behind all others; once more when the group had no rest. */
async function committed(commit: (positions: Position[]) => Promise<void>, batch: readonly Message[]): Promise<void> {
  const positions = batch.slice(-1).map(({ topic, partition, offset }) => ({ topic, partition, offset }))
  await commit(positions).catch(async () => {
    await sleep(1000)
    await commit(positions)
  })
}
