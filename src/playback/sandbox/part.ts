import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '../../topic/topic.ts'
import type { PartName } from '../models/part-name.ts'
import { lifeEnded } from './mortal.ts'

/** How long a part that was ended is away: about what a supervisor takes to start a process again. */
const AWAY_MS = 200

/** Does what a part does with a message, or with other work. Rejects when it has to come again. */
export type Handle<Work = Message> = (work: Work) => Promise<unknown>

/** A part of a model, one life after another. */
export interface Part<Work = Message> {
  readonly name: PartName
  /** Hands work to the present life. Rejects when there is none, and when the life ends before it is done. */
  handle: Handle<Work>
  /** Ends the present life at once; the next one begins a moment later. */
  end(): void
  /** Ends the present life for good. */
  close(): void
}

interface PartOptions<Work> {
  readonly name: PartName
  /** Begins a life: what it opens must end with the signal. */
  readonly begin: (life: AbortSignal) => Handle<Work> | Promise<Handle<Work>>
  /** Told of ends in the middle and of what follows them. */
  readonly changed: (happened: 'part-ended' | 'part-began') => void
}

/** A part in its first life. */
export async function createPart<Work = Message>({ name, begin, changed }: PartOptions<Work>): Promise<Part<Work>> {
  let isClosed = false
  let life = new AbortController()
  let present: Handle<Work> | undefined = await begin(life.signal)

  return {
    name,
    async handle(work) {
      if (!present || life.signal.aborted) throw lifeEnded()
      const { signal } = life
      const cut = Promise.withResolvers<never>()
      const onEnd = () => cut.reject(lifeEnded())
      signal.addEventListener('abort', onEnd)
      try {
        return await Promise.race([present(work), cut.promise])
      } finally {
        signal.removeEventListener('abort', onEnd)
      }
    },
    end() {
      changed('part-ended')
      present = undefined
      life.abort(lifeEnded())
      void beginAgain()
    },
    close() {
      isClosed = true
      life.abort(lifeEnded())
    },
  }

  /** As a supervisor does: until it runs. */
  async function beginAgain(): Promise<void> {
    for (;;) {
      await sleep(AWAY_MS)
      if (isClosed) return
      const next = new AbortController()
      life = next
      try {
        present = await begin(next.signal)
        if (isClosed) next.abort(lifeEnded())
        else changed('part-began')
        return
      } catch {
        next.abort(lifeEnded())
      }
    }
  }
}
