import type { TopicPartition } from '../assign-partitions.ts'
import type { PartitionQueue } from './partition-queue.ts'

/** The partitions that a member owns, each with its queue. */
export interface OwnedPartitions {
  get(partition: TopicPartition): PartitionQueue | undefined
  /** Gives up what is not in `assigned` and begins what is new there. Gives the partitions that were kept. */
  assign(assigned: readonly TopicPartition[]): TopicPartition[]
  /** Begins a partition anew. */
  restart(partition: TopicPartition): PartitionQueue
  /** Gives up everything. */
  clear(): void
}

/** What it needs. */
export interface OwnedPartitionsOptions {
  begin(partition: TopicPartition): PartitionQueue
  revoked(partitions: readonly TopicPartition[]): void
}

/** No partitions. */
export function createOwnedPartitions({ begin, revoked }: OwnedPartitionsOptions): OwnedPartitions {
  const owned = new Map<string, { readonly partition: TopicPartition; readonly queue: PartitionQueue }>()

  const start = (partition: TopicPartition): PartitionQueue => {
    const queue = begin(partition)
    owned.set(nameOf(partition), { partition, queue })
    return queue
  }

  const giveUp = (lost: readonly TopicPartition[]): void => {
    for (const partition of lost) {
      owned.get(nameOf(partition))?.queue.stop()
      owned.delete(nameOf(partition))
    }
    if (lost.length > 0) revoked(lost)
  }

  return {
    get: (partition) => owned.get(nameOf(partition))?.queue,
    assign(assigned) {
      const names = new Set(assigned.map(nameOf))
      giveUp([...owned].flatMap(([name, { partition }]) => (names.has(name) ? [] : [partition])))
      const kept = assigned.filter((partition) => owned.has(nameOf(partition)))
      for (const partition of assigned) if (!owned.has(nameOf(partition))) start(partition)
      return kept
    },
    restart(partition) {
      giveUp([partition])
      return start(partition)
    },
    clear: () => giveUp([...owned.values()].map(({ partition }) => partition)),
  }
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`
