/** Where a message stands: Kafka's words, also for the local log. Offsets count from 0 in each partition. */
export interface Position {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/**
 * A message to be written. The key decides the partition: equal keys keep their order. A text is written as UTF-8;
 * bytes are for passing on a message whose key is not text.
 */
export interface OutgoingMessage {
  readonly topic: string
  readonly key: string | Uint8Array | null
  readonly value: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** A message as it is read. `timestamp` is the time of writing in epoch milliseconds. */
export interface Message extends Position {
  readonly key: Buffer | null
  readonly value: Buffer
  readonly headers: Readonly<Record<string, string>>
  readonly timestamp: number
}

/** A topic to be read, and where its partitions are read from as long as the group has committed nothing there. */
export interface TopicStart {
  readonly topic: string
  readonly initialOffset: 'earliest' | 'latest'
}

/** How a member of a group reads. */
export interface SubscriptionOptions {
  readonly group: string
  readonly topics: readonly TopicStart[]
  /** The most messages of one `receive`. */
  readonly maxMessages: number
  /**
   * Takes the next messages of one partition, in offset order. The partition's following messages come only after the
   * returned promise has settled (back-pressure); other partitions go on meanwhile. It does not commit anything.
   */
  receive(messages: readonly Message[]): Promise<void>
  /** Told when partitions were given to another member: nothing of them may be committed any more. */
  revoked?(partitions: readonly { topic: string; partition: number }[]): void
}

/** A running membership of a group. */
export interface Subscription {
  /**
   * Commits: the group goes on behind these positions after a restart (the committed offset is `offset + 1`). Commits
   * only move forward, and one for a partition that now belongs to another member has no effect.
   * @throws Failure `topic-unavailable`
   */
  commit(positions: readonly Position[]): Promise<void>
  /** Ends the membership. No `receive` begins afterwards; commits still in flight are awaited. */
  stop(): Promise<void>
  /** Settles when the membership has ended: resolves after `stop`, rejects when it broke and will not come back. */
  readonly ended: Promise<void>
}

/** How far a group is in one partition. `lag` = `end - committed`; `end` is the offset that the next message will get. */
export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  readonly committed: number
  readonly end: number
  readonly lag: number
}

/** A topic to be made. */
export interface NewTopic {
  readonly topic: string
  readonly partitions: number
  /** The most bytes that a message may have, where the log has such a limit; its own default when undefined. */
  readonly maxMessageBytes?: number
}

/** The port of the topic room: one contract suite, one implementation for each kind of log. */
export interface Topics {
  /**
   * Creates the topics that are missing. Existing ones stay as they are.
   * @throws Failure `topic-unavailable`
   */
  ensure(topics: readonly NewTopic[]): Promise<void>
  /** The names of the topics that exist. @throws Failure `topic-unavailable` */
  list(): Promise<string[]>
  /**
   * Appends durably, all or, on failure, possibly some: the caller writes again and readers see duplicates.
   * @throws Failure `topic-unavailable`
   */
  write(messages: readonly OutgoingMessage[]): Promise<Position[]>
  /**
   * Joins a group. Its members share the partitions of their topics; every group sees every message.
   * @throws Failure `topic-unavailable`, also when a topic does not exist
   */
  subscribe(options: SubscriptionOptions): Promise<Subscription>
  /**
   * Reads what stands in a topic now, without a group of its own to be left behind: every partition from its beginning to
   * the end that it had when the call began, in batches, each partition in order. Committed offsets are not touched.
   * @throws Failure `topic-unavailable`, also when the topic does not exist; what `receive` throws
   */
  readAll(topic: string, receive: (messages: readonly Message[]) => Promise<void> | void): Promise<void>
  /**
   * Removes topics with all of their messages, and groups with their offsets. What is not there is removed already; a
   * group must have no members.
   * @throws Failure `topic-unavailable`
   */
  remove(what: { readonly topics: readonly string[]; readonly groups: readonly string[] }): Promise<void>
  /** How far a group is in every partition of these topics. @throws Failure `topic-unavailable` */
  lag(group: string, topics: readonly string[]): Promise<PartitionLag[]>
  close(): Promise<void>
}
