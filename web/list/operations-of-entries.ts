import pLimit from 'p-limit'
import { catalogue } from '../../src/errors/catalogue.ts'
import { readPicture, submit } from '../api/calls.ts'
import type { Limits } from '../api/limits.ts'
import { hasEnded, type Operation, type OperationEvent } from '../api/operation.ts'
import { type Problem, ProblemError, problemOf } from '../api/problem.ts'
import { optionsOf, type Wanted } from '../form/wanted.ts'
import type { Watched } from '../frame/watched.ts'
import type { Batch } from '../history/history.ts'
import type { KeptHistory } from '../history/kept-history.ts'
import { followOperation } from '../operation/follow-operation.ts'
import { limitText } from '../text/amounts.ts'
import type { Entries } from './entries.ts'
import type { Asked, Entry } from './entry.ts'
import { randomKey } from './random-key.ts'

/** What is asked of entries, and what becomes of it. */
export interface EntryOperations {
  /** Asks something of a picture, once `opened` has settled: then its sides are known, if they can be. */
  ask(key: number, wanted: Wanted, batch: Batch, opened: Promise<unknown> | undefined): Promise<void>
  /** Asks the same again. */
  retry(key: number): Promise<void>
  /** Follows an operation that was accepted, until it has ended. */
  follow(key: number, id: string): void
  unfollow(key: number): void
}

interface EntryOperationsParts {
  readonly entries: Entries
  readonly history: KeptHistory
  readonly limits: Pick<Watched<Limits>, 'get'>
}

/** Pictures that are sent at the same time: a browser has six connections to a server, for all of its tabs. */
const SENT_AT_ONCE = 2

/** Sends the pictures of a list, and follows their operations. */
export function createEntryOperations({ entries, history, limits }: EntryOperationsParts): EntryOperations {
  const sending = pLimit(SENT_AT_ONCE)
  const following = new Map<number, AbortController>()

  const unfollow = (key: number) => {
    following.get(key)?.abort()
    following.delete(key)
  }

  const follow = (key: number, id: string) => {
    const stop = new AbortController()
    following.set(key, stop)
    const follower = {
      onOperation(operation: Operation, events: readonly OperationEvent[]) {
        if (stop.signal.aborted) return
        entries.change(key, { operation, events, isInterrupted: false })
        if (hasEnded(operation.status)) history.witness(operation)
      },
      onInterruption: () => entries.change(key, { isInterrupted: true }),
    }
    followOperation(id, follower, stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) entries.change(key, { problem: problemOf(error) })
    })
  }

  /** Sends what `prepare` makes of an entry, and follows the operation; what goes wrong is kept with the entry. */
  const send = async (key: number, prepare: () => Promise<Asked>) => {
    unfollow(key)
    const nothing = { operation: undefined, events: [], problem: undefined, id: undefined, isInterrupted: false }
    entries.change(key, { ...nothing, sending: 'waiting' })
    const { name = '' } = entries.find(key) ?? {}
    try {
      const asked = await prepare()
      entries.change(key, { asked })
      const id = await sending(async () => {
        entries.change(key, { sending: 'sending' })
        return await submit(await bytesOf(entries.find(key)), asked.options, asked.key)
      })
      const { options, batch } = asked
      const at = new Date().toISOString()
      history.remember({ id, batch, name, at, options, status: 'queued', source: null, result: null })
      entries.change(key, { id, sourceId: id, sending: undefined })
      if (entries.find(key)) follow(key, id)
    } catch (error) {
      entries.change(key, { problem: problemOf(error), sending: undefined })
    }
  }

  return {
    follow,
    unfollow,
    ask: (key, wanted, batch, opened) => {
      const before = entries.find(key)?.operation?.source
      return send(key, async () => {
        await opened
        const { maxSide = Number.POSITIVE_INFINITY, maxSourceBytes = Number.POSITIVE_INFINITY } = limits.get() ?? {}
        const { blob, picture } = entries.find(key) ?? {}
        if (blob && blob.size > maxSourceBytes) throw new ProblemError(tooLarge(maxSourceBytes))
        const type = blob?.type ?? (before ? `image/${before.format}` : undefined)
        const options = optionsOf(wanted, picture?.sides ?? before ?? undefined, type, maxSide)
        if (!options) throw new ProblemError(notValid)
        return { options, key: randomKey(), batch }
      })
    },
    async retry(key) {
      const { asked } = entries.find(key) ?? {}
      if (asked) await send(key, async () => asked)
    },
  }
}

/** The bytes of an entry: those that were chosen, else those that its operation keeps. @throws ProblemError */
async function bytesOf(entry: Entry | undefined): Promise<Blob> {
  return entry?.blob ?? (await readPicture(entry?.sourceId ?? '', 'source'))
}

/** What the service would say, said before the picture travels. */
const tooLarge = (maxSourceBytes: number): Problem => ({
  code: 'picture-too-large',
  title: catalogue['picture-too-large'].sentence,
  detail: `It may have ${limitText(maxSourceBytes)}.`,
  retryable: false,
})

const notValid: Problem = {
  code: 'request-not-valid',
  title: catalogue['request-not-valid'].sentence,
  retryable: false,
}
