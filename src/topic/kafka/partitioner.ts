import type { ICustomPartitioner, Message, PartitionMetadata } from 'kafkajs'
import { partitionOf } from '../partition-of.ts'

/**
 * The partitioner of every implementation: by key as `partitionOf`, without a key in turn over the partitions that have
 * a leader.
 * @param picked told which partition a message got; a message that is sent again may get another one
 */
export function createPartitioner(picked: (message: Message, partition: number) => void): ICustomPartitioner {
  return () => {
    const turns = new Map<string, number>()

    const nextTurn = (topic: string, partitions: readonly PartitionMetadata[]): number => {
      const led = partitions.filter(({ leader }) => leader >= 0)
      const candidates = led.length > 0 ? led : partitions
      const turn = turns.get(topic) ?? 0
      turns.set(topic, turn + 1)
      return candidates[turn % candidates.length]?.partitionId ?? 0
    }

    return ({ topic, partitionMetadata, message }) => {
      const { key } = message
      const partition =
        key === null || key === undefined
          ? nextTurn(topic, partitionMetadata)
          : partitionOf(Buffer.from(key as Buffer), partitionMetadata.length)
      picked(message, partition)
      return partition
    }
  }
}
