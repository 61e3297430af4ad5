import type { Message } from '../topic.ts'

/**
 * Above that many messages, or bytes of values, a partition is not fetched any further. Fetching needs up to half a
 * second to go on, and the messages have to last that long.
 */
const enoughMessages = 2000
const enoughBytes = 4 * 1024 * 1024

/** What the queue of one partition needs. */
export interface PartitionQueueOptions {
  readonly maxMessages: number
  receive(messages: readonly Message[]): Promise<void>
  /** Stops and continues the fetching of the partition. */
  pause(): void
  resume(): void
  /** Told when `receive` threw; the queue has stopped then. */
  broken(error: unknown): void
}

/** The fetched messages of one partition, on their way to the receiver. */
export interface PartitionQueue {
  /** The offset that is expected next; undefined before the first message. */
  readonly next: number | undefined
  /** The committed offset as far as it is known; at the beginning that of the first message. */
  committed: number
  /** Takes messages in offset order; those that it had already are left out. */
  take(messages: readonly Message[]): void
  /** No `receive` begins afterwards. */
  stop(): void
}

/** An empty queue. It hands messages over one `receive` after the other and has the partition paused when it is full. */
export function createPartitionQueue(options: PartitionQueueOptions): PartitionQueue {
  const { maxMessages, receive } = options
  let waiting: Message[] = []
  let taken = 0
  let bytes = 0
  let next: number | undefined
  let isRunning = false
  let isPaused = false
  let isStopped = false

  const balance = (): void => {
    const isFull = waiting.length - taken > enoughMessages || bytes > enoughBytes
    if (isFull === isPaused) return
    isPaused = isFull
    if (isFull) options.pause()
    else options.resume()
  }

  const nextMessages = (): Message[] => {
    const messages = waiting.slice(taken, taken + maxMessages)
    taken += messages.length
    for (const { value } of messages) bytes -= value.length
    if (taken === waiting.length) {
      waiting = []
      taken = 0
    }
    return messages
  }

  const run = async (): Promise<void> => {
    isRunning = true
    try {
      while (!isStopped && waiting.length > 0) {
        const messages = nextMessages()
        balance()
        await receive(messages)
      }
    } finally {
      isRunning = false
    }
  }

  const queue: PartitionQueue = {
    committed: 0,
    get next() {
      return next
    },
    take(messages) {
      const fresh = messages.filter(({ offset }) => next === undefined || offset >= next)
      const last = fresh.at(-1)
      if (isStopped || !last) return
      if (next === undefined) queue.committed = fresh[0]?.offset ?? 0
      next = last.offset + 1
      for (const { value } of fresh) bytes += value.length
      waiting = [...waiting.slice(taken), ...fresh]
      taken = 0
      balance()
      if (isRunning) return
      run().catch((error) => {
        if (isStopped) return
        isStopped = true
        options.broken(error)
      })
    },
    stop() {
      isStopped = true
      waiting = []
      // Fetching remembers what was paused, also when the partition comes back one day.
      if (isPaused) options.resume()
    },
  }
  return queue
}
