import type { CloudEvent } from '../functions/cloud-event.ts'
import type { Timings } from '../src/operation/operation.ts'
import type { Ended } from './load.ts'

/** Where the time of one operation went, in milliseconds by stage, in the order in which they come. */
export type Stages = Readonly<Record<string, number>>

/**
 * The time of an operation by stage, from what its client saw and what its history recorded. The sum is what the client
 * waited; `answered` is what is left: the waiting client's query, and the way of the answer.
 */
export async function stagesOf(url: string, { id, acceptedMs, totalMs }: Ended): Promise<Stages> {
  const response = await fetch(`${url}/api/${id}/events`)
  const { events } = (await response.json()) as { events: CloudEvent[] }
  const find = (type: string) => events.findLast((event) => event.type === `picture-resize.operation.${type}`)
  const at = (type: string) => Date.parse(find(type)?.time ?? '')
  const timings = (find('completed')?.data as { timings: Timings } | undefined)?.timings
  if (!timings) throw new Error(`the history of ${id} has no completion`)
  const { waitMs, decodeMs, resizeMs, encodeMs } = timings
  const engineMs = timings.totalMs - waitMs
  // A worker can be so quick that it ends the operation before it is marked as published.
  const published = find('published') ? at('published') : at('requested')
  const stages = {
    accepted: acceptedMs,
    'delivered, claimed': Math.max(0, at('claimed') - published),
    'waited for a slot': waitMs,
    decoded: decodeMs,
    resized: resizeMs,
    encoded: encodeMs,
    'to the child and back': engineMs - decodeMs - resizeMs - encodeMs,
    'source read, result stored': Math.max(0, at('completed') - at('claimed') - timings.totalMs),
  }
  const known = Object.values(stages).reduce((sum, ms) => sum + ms, 0)
  return { ...stages, answered: totalMs - known }
}

/** What the client waited behind its 202 for anything but the engine's work. */
export function overheadOf({ acceptedMs, totalMs }: Ended, stages: Stages): number {
  const engine = ['decoded', 'resized', 'encoded', 'to the child and back'].map((name) => stages[name] ?? 0)
  return totalMs - acceptedMs - engine.reduce((sum, ms) => sum + ms, 0)
}
