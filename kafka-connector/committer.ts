import type { Logger } from 'pino'
import type { Position } from '../src/topic/topic.ts'
import type { PartitionName } from './partition-flow.ts'

/** While commits fail, one is tried at least that often, in milliseconds. */
const longestDelayMs = 5000

/** Commits in batches. */
export interface Committer {
  /** Everything up to this position is settled. */
  mark(position: Position): void
  /** The partition belongs to another member now. */
  forget(partition: PartitionName): void
  /** Commits what is marked, now. Never rejects: what could not be committed stays marked. */
  flush(): Promise<void>
}

/** What the committer needs. */
export interface CommitterOptions {
  commit(positions: readonly Position[]): Promise<void>
  /** A mark is committed after that long at most. */
  readonly intervalMs: number
  readonly logger: Logger
}

/** Commits the highest marked position of each partition, at most once an interval; nothing runs while nothing is new. */
export function createCommitter({ commit, intervalMs, logger }: CommitterOptions): Committer {
  const marked = new Map<string, Position>()
  let timer: NodeJS.Timeout | undefined
  let failures = 0

  const schedule = (): void => {
    const delayMs = Math.min(intervalMs * 2 ** failures, longestDelayMs)
    timer ??= setTimeout(async () => {
      await flush()
      if (marked.size > 0) schedule()
    }, delayMs)
  }

  const flush = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const positions = [...marked.values()]
    if (positions.length === 0) return
    marked.clear()
    try {
      await commit(positions)
      failures = 0
    } catch (error) {
      failures++
      logger.warn({ err: error }, 'offsets could not be committed; they stay marked')
      for (const position of positions) if (!marked.has(nameOf(position))) marked.set(nameOf(position), position)
    }
  }

  return {
    mark(position) {
      marked.set(nameOf(position), position)
      schedule()
    },
    forget: (partition) => void marked.delete(nameOf(partition)),
    flush,
  }
}

const nameOf = ({ topic, partition }: PartitionName): string => `${topic}/${partition}`
