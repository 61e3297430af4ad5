import type { DatabaseSync } from 'node:sqlite'
import type { PartitionLag, Position } from '../topic.ts'
import type { MessageLog } from './message-log.ts'
import { inTransaction } from './sqlite.ts'

/** How far each group has come. A committed offset is that of the next message the group wants. */
export interface CommittedOffsets {
  /** Commits behind these positions, in one transaction. A commit behind an earlier one changes nothing. */
  commit(group: string, positions: readonly Position[]): void
  /** The committed offset, if the group has committed one in this partition. */
  committed(group: string, topic: string, partition: number): number | undefined
  /** The lag in every partition of a topic. A group without a commit is behind by everything that is kept. */
  lag(group: string, topic: string): PartitionLag[]
}

/** The committed offsets kept in `database`, beside its messages. */
export function createCommittedOffsets(database: DatabaseSync, log: MessageLog): CommittedOffsets {
  const upsert = database.prepare(
    `insert into committed_offset (group_name, topic, partition, committed) values (?, ?, ?, ?)
     on conflict do update set committed = excluded.committed where excluded.committed > committed`,
  )
  const select = database.prepare(
    'select committed from committed_offset where group_name = ? and topic = ? and partition = ?',
  )

  const committed = (group: string, topic: string, partition: number): number | undefined => {
    const row = select.get(group, topic, partition)
    return row && Number(row['committed'])
  }

  const lagIn = (group: string, topic: string, partition: number): PartitionLag => {
    const { first, end } = log.bounds(topic, partition)
    const known = Math.max(first, committed(group, topic, partition) ?? first)
    return { topic, partition, committed: known, end, lag: end - known }
  }

  return {
    commit(group, positions) {
      inTransaction(database, () => {
        for (const { topic, partition, offset } of positions) upsert.run(group, topic, partition, offset + 1)
      })
    },
    committed,
    lag: (group, topic) =>
      Array.from({ length: log.partitionsOf(topic) }, (_, partition) => lagIn(group, topic, partition)),
  }
}
