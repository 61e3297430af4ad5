import type { Sandbox } from '../../sandbox/sandbox.ts'
import { publishTo, submitUncheckedTo } from '../../sandbox/submit.ts'
import { createSandboxSweep } from '../../sandbox/sweep.ts'
import type { Model } from '../model.ts'
import { listeningWorker } from '../steps.ts'

/**
 * Choreography: each step says what has happened, and whoever listens to that does the next one. Nobody knows the way as a
 * whole; it is in who listens to what, below.
 */
export const broker: Model = {
  name: 'broker',
  title: 'Broker',
  carries: 'what has happened to an operation',
  decides: 'who listens: each step by itself',
  keeps: 'the row in the store',
  parts: ['connector', 'worker'],

  async begin(sandbox: Sandbox) {
    await sandbox.ensure('requested', 'checked', 'resized', 'announced')

    const checker = await listeningWorker(sandbox, { step: 'check', to: 'checked', says: 'checked' })
    const resizer = await listeningWorker(sandbox, { step: 'resize', to: 'resized', says: 'resized' })
    const announcer = await listeningWorker(sandbox, { step: 'announce', to: 'announced', says: 'announced' })
    await sandbox.connect(
      { topic: 'requested', to: checker },
      { topic: 'checked', to: resizer },
      { topic: 'resized', to: announcer },
    )

    const client = sandbox.life('client')
    return {
      submit: submitUncheckedTo(sandbox, client, publishTo(sandbox, client, 'requested')),
      sweep: createSandboxSweep(sandbox, 'requested'),
    }
  },
}
