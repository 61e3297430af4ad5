import { type Assigner, AssignerProtocol, type Cluster, type PartitionAssigner } from 'kafkajs'
import { assignPartitions } from '../assign-partitions.ts'

const { MemberAssignment, MemberMetadata } = AssignerProtocol

/**
 * Shares partitions as `assignPartitions` does: only among the members that read their topic. The assigner of kafkajs
 * gives partitions to members that do not read them, where they lie unread; members of one group differ in their topics
 * whenever a new configuration is rolled out.
 */
export const createAssigner: PartitionAssigner = ({ cluster }: { cluster: Cluster }): Assigner => ({
  name: 'round-robin-by-subscription',
  version: 0,
  async assign({ members }) {
    const readers = members
      .map(({ memberId, memberMetadata }) => {
        const topics = new Set(MemberMetadata.decode(memberMetadata)?.topics)
        return { memberId, topics, reads: (topic: string) => topics.has(topic) }
      })
      .sort((one, other) => (one.memberId < other.memberId ? -1 : 1))
    const topics = [...new Set(readers.flatMap((reader) => [...reader.topics]))].sort()
    await cluster.addMultipleTargetTopics(topics)
    const partitions = topics.flatMap((topic) =>
      cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => ({ topic, partition: partitionId })),
    )
    return [...assignPartitions(readers, partitions)].map(([{ memberId }, assigned]) => {
      const byTopic = Map.groupBy(assigned, ({ topic }) => topic)
      const assignment = Object.fromEntries(
        [...byTopic].map(([topic, own]) => [topic, own.map(({ partition }) => partition)]),
      )
      return {
        memberId,
        memberAssignment: MemberAssignment.encode({ version: 0, assignment, userData: Buffer.alloc(0) }),
      }
    })
  },
  protocol: ({ topics }) => ({
    name: 'round-robin-by-subscription',
    metadata: MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) }),
  }),
})
