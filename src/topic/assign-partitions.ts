/** One partition of one topic. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/**
 * Shares partitions among the members of a group, round robin in the order of joining. A partition goes only to a
 * member that reads its topic; each partition has one owner, none when nobody reads it.
 */
export function assignPartitions<M extends { reads(topic: string): boolean }>(
  members: readonly M[],
  partitions: readonly TopicPartition[],
): Map<M, TopicPartition[]> {
  const assignment = new Map<M, TopicPartition[]>(members.map((member) => [member, []]))
  let turn = 0
  for (const partition of partitions) {
    const readers = members.filter((member) => member.reads(partition.topic))
    const owner = readers[turn++ % readers.length]
    if (owner) assignment.get(owner)?.push(partition)
  }
  return assignment
}
