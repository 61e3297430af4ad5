import pLimit from 'p-limit'
import type { Logger } from 'pino'
import { Failure } from '../errors/failure.ts'
import { digest } from '../operation/digest.ts'
import type { OperationEvent } from '../operation/event.ts'
import { OPERATION_ID, type Operation } from '../operation/operation.ts'
import type { Engine, OperationStore } from '../operation/ports.ts'
import { createResize } from '../operation/resize.ts'
import type { Topics } from '../topic/topic.ts'
import { compare } from './compare.ts'
import { whyNotPlayed } from './select.ts'

/** What a replay found. */
export interface Replayed {
  /** Operations whose messages stand in the topic in that span. */
  readonly operations: number
  /** Those that came out as they were recorded: the same source, and the same result or the same reason for none. */
  readonly equal: number
  /** The others, each with the reason. */
  readonly unproven: readonly { readonly operation: string; readonly why: string }[]
}

interface ReplayDependencies {
  readonly topics: Topics
  /** The topic of the requests. */
  readonly topic: string
  /** The store that has the histories and the kept sources. */
  readonly recorded: OperationStore
  /** The store that is filled. It must be empty. */
  readonly target: OperationStore
  readonly engine: Engine
  /** How many operations are worked on at the same time. */
  readonly atOnce: number
  readonly logger: Logger
}

const CLAIM_RULES = { leaseMs: 60_000, maxAttempts: 3, maxCrashes: 3 }

/**
 * Rebuilds operations and results in an empty store, from the messages of the topic and the sources that are kept: as if the
 * system had lost everything else. Each operation keeps its ID and the time of its request, and is resized anew.
 * @param span which messages, by the time at which they were written, epoch milliseconds; `to` is not included
 * @throws Failure `target-not-empty`, `store-unavailable`, `topic-unavailable`
 */
export async function replay(
  dependencies: ReplayDependencies,
  span: { readonly from: number; readonly to: number },
): Promise<Replayed> {
  const { topics, topic, recorded, target, engine, atOnce, logger } = dependencies
  const { byStatus } = await target.census()
  if (Object.values(byStatus).some((count) => count > 0)) throw new Failure('target-not-empty')
  const resize = createResize({
    store: target,
    engine,
    worker: 'replay',
    rules: CLAIM_RULES,
    logger,
    inTurn: (work) => work(),
    onEnded: () => {},
  })
  const ids = await readIds()
  const limit = pLimit(atOnce)
  const outcomes = await Promise.all([...ids].map((id) => limit(async () => ({ id, why: await rebuild(id) }))))
  const unproven = outcomes.flatMap(({ id, why }) => (why === undefined ? [] : [{ operation: id, why }]))
  return { operations: ids.size, equal: ids.size - unproven.length, unproven }

  async function readIds(): Promise<Set<string>> {
    const found = new Set<string>()
    await topics.readAll(topic, (messages) => {
      for (const { key, timestamp } of messages) {
        const id = key?.toString() ?? ''
        if (timestamp >= span.from && timestamp < span.to && OPERATION_ID.test(id)) found.add(id)
      }
    })
    return found
  }

  /** @returns why the operation is not proven to be equal, if it is not */
  async function rebuild(id: string): Promise<string | undefined> {
    const operation = (await recorded.find(id))?.operation
    const whyNot = whyNotPlayed(operation)
    if (!operation || whyNot !== undefined) return `Left out: ${whyNot}.`
    const requested = (await recorded.readEvents(id)).find(isRequested)
    const source = await recorded.readPicture(id, 'source')
    if (!requested || !source) return 'Left out: source no longer kept.'
    if (digest(source) !== operation.source?.digest) return 'The source is not what was requested.'
    await target.accept(requested, source)
    while ((await resize(id)) === 'retry');
    return await difference(operation)
  }

  async function difference(operation: Operation): Promise<string | undefined> {
    const { id } = operation
    const { outcome, why } = compare(operation, (await target.find(id))?.operation)
    if (outcome !== 'equal') return why
    // What counts is what can be read back, not what was noted of it.
    const source = await target.readPicture(id, 'source')
    const result = await target.readPicture(id, 'result')
    const isSame = [source && digest(source), result && digest(result)]
    if (isSame[0] !== operation.source?.digest || isSame[1] !== operation.result?.digest) {
      return 'A picture reads back as other bytes.'
    }
    return undefined
  }
}

const isRequested = (event: OperationEvent): event is OperationEvent & { type: 'requested' } =>
  event.type === 'requested'
