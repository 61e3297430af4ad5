import { setMaxListeners } from 'node:events'
import type { Message, Position } from '../src/topic/topic.ts'
import { createCommitWindow } from './commit-window.ts'
import type { Delivery } from './delivery.ts'
import { createDueLine } from './due-line.ts'
import { createSlots } from './slots.ts'
import { createWaitingLine } from './waiting-line.ts'

/** A crash repeats at most this many messages of a partition that were settled behind one that was not. */
const longestWindow = 1024

/** Which partition. */
export interface PartitionName {
  readonly topic: string
  readonly partition: number
}

/** What the flow of one partition needs. */
export interface PartitionFlowOptions {
  readonly maxInFlight: number
  readonly clock: () => number
  toDelivery(message: Message): Delivery
  /** Settles when the message has been brought to all of its functions or elsewhere; rejects when `signal` aborts. */
  deliver(delivery: Delivery, signal: AbortSignal): Promise<void>
  /** Told the position up to which everything is settled, whenever it moves. */
  committable(position: Position): void
  /** Told what `deliver` should never throw. */
  broken(error: unknown): void
}

/** The messages of one partition on their way: several at a time, committed in order. */
export interface PartitionFlow {
  /** Takes messages in; resolves when there is room for more, or when the flow has stopped. */
  take(messages: readonly Message[]): Promise<void>
  /** Gives up what only waits; invocations that are in flight go on. */
  stop(): void
  /** Resolves when nothing is in flight any more. */
  idle(): Promise<void>
}

/**
 * The flow of one partition. A message that is not due yet waits beside the others without taking a place, so the
 * partition goes on; the window bounds how far.
 */
export function createPartitionFlow(options: PartitionFlowOptions): PartitionFlow {
  const { clock, deliver, committable } = options
  const stopping = new AbortController()
  const { signal } = stopping
  setMaxListeners(0, signal)
  const window = createCommitWindow()
  const room = createWaitingLine()
  const dueLine = createDueLine(clock, signal)
  const slots = createSlots(options.maxInFlight)
  const running = new Set<Promise<void>>()

  const settle = ({ topic, partition, offset }: Message): void => {
    const committed = window.settle(offset)
    if (committed === undefined) return
    committable({ topic, partition, offset: committed })
    if (window.size < longestWindow) room.letIn()
  }

  const bring = async (delivery: Delivery): Promise<void> => {
    try {
      await deliver(delivery, signal)
      settle(delivery.message)
    } finally {
      slots.giveBack()
    }
  }

  const bringWhenDue = async (delivery: Delivery): Promise<void> => {
    await dueLine.waitUntil(delivery.notBefore)
    await slots.take(signal)
    await bring(delivery)
  }

  const track = (task: Promise<void>): void => {
    const tracked = task
      .catch((error) => {
        if (!signal.aborted) options.broken(error)
      })
      .finally(() => running.delete(tracked))
    running.add(tracked)
  }

  const takeOne = async (message: Message): Promise<void> => {
    if (window.size >= longestWindow) await room.wait(signal)
    const delivery = options.toDelivery(message)
    const isDue = delivery.notBefore <= clock()
    if (isDue) await slots.take(signal)
    window.begin(message.offset)
    track(isDue ? bring(delivery) : bringWhenDue(delivery))
  }

  return {
    async take(messages) {
      try {
        for (const message of messages) await takeOne(message)
      } catch (error) {
        if (!signal.aborted) throw error
      }
    },
    stop: () => stopping.abort(),
    async idle() {
      await Promise.all(running)
    },
  }
}
