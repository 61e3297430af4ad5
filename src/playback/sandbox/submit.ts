import { newId } from '../../operation/new-id.ts'
import type { Publish } from '../../operation/ports.ts'
import { markAtOnce } from '../../operation/published-marks.ts'
import { createSubmit } from '../../operation/submit.ts'
import { createPublish } from '../../topic/publish.ts'
import type { Played } from '../played.ts'
import type { Life } from './life.ts'
import type { Sandbox } from './sandbox.ts'

/** Writes an operation's claim check to a topic of the model. @param type what the message says */
export function publishTo(sandbox: Sandbox, { topics }: Pick<Life, 'topics'>, topic: string, type?: string): Publish {
  return createPublish({ topics, topic: sandbox.topic(topic), clock: sandbox.clock, newId, ...(type && { type }) })
}

/**
 * Hands operations in as `resize-submit` does: checked, stored, then published. They keep the sandbox's IDs, and are marked at
 * once: a sandbox is cleared when its run is over, so nothing in it may be left for later.
 */
export function submitTo(sandbox: Sandbox, { store }: Pick<Life, 'store'>, publish: Publish) {
  return async ({ id, source, recorded: { options } }: Played): Promise<void> => {
    await createSubmit({ ...sandbox, store, publish, mark: markAtOnce(store), newId: () => id })({ source, options })
  }
}

/** Hands operations in where checking them is a step of its own: stored with the recorded facts, then published. */
export function submitUncheckedTo(sandbox: Sandbox, { store }: Pick<Life, 'store'>, publish: Publish) {
  return async (played: Played): Promise<void> => {
    const { source, recorded } = played
    const inspect = () => recorded.source ?? sandbox.inspect(source, recorded.options)
    await submitTo({ ...sandbox, inspect }, { store }, publish)(played)
  }
}
