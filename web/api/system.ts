import type { Census, Flow } from '../../src/operation/ports.ts'
import { call } from './calls.ts'

/** Operations by state, and what ended lately. */
export interface OperationsBody extends Census {
  readonly flow: Flow
}

/** How far a group is in one partition: `lag` messages of `end` are still before it. */
export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  readonly end: number
  readonly lag: number
}

/** How far the connector's group is. */
export interface TopicsBody {
  readonly group: string
  readonly partitions: readonly PartitionLag[]
  readonly deadLetters: readonly { readonly topic: string; readonly waiting: number }[]
}

/** A message that could not be delivered, and what is known of its death. */
export interface DeadLetter {
  readonly partition: number
  readonly offset: number
  readonly operation?: string
  readonly function?: string
  readonly reason?: string
  readonly outcome?: string
  readonly attempts?: string
  /** ISO 8601. */
  readonly time?: string
}

/** How far back it is looked, in minutes: what the service offers. */
export const SPANS = [5, 60, 1440] as const
export type Span = (typeof SPANS)[number]

/** What those see who may look into the service. Each throws ProblemError, `unauthorized` for everybody else. */
export const system = {
  operations: (minutes: Span, signal: AbortSignal) =>
    read<OperationsBody>(`/system/operations?minutes=${minutes}`, signal),
  topics: (signal: AbortSignal) => read<TopicsBody>('/system/topics', signal),
  async deadLetters(topic: string): Promise<readonly DeadLetter[]> {
    const response = await call(`/system/dead-letters?topic=${encodeURIComponent(topic)}`, {})
    return (await response.json()).letters
  },
  /** @returns how many went back to their functions */
  async redrive(topic: string): Promise<number> {
    const response = await call('/system/dead-letters/re-drive', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ topic }),
    })
    return (await response.json()).redriven
  },
}

async function read<T>(address: string, signal: AbortSignal): Promise<T> {
  return await (await call(address, { signal })).json()
}
