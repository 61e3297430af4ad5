import { createResize } from '../../../operation/resize.ts'
import { deliveryOf } from '../../sandbox/delivery-of.ts'
import { CLAIM_RULES, type Sandbox } from '../../sandbox/sandbox.ts'
import { publishTo, submitTo } from '../../sandbox/submit.ts'
import { createSandboxSweep } from '../../sandbox/sweep.ts'
import type { Model } from '../model.ts'

/**
 * The message is a claim check: it says that there is an operation, and no more. Whoever takes it reads in the store what is
 * to be done, and finds the source there. This is how the system itself runs.
 */
export const eventNotification: Model = {
  name: 'event-notification',
  title: 'Event notification',
  carries: "the operation's ID",
  decides: 'the worker, from the row',
  keeps: 'the row in the store',
  parts: ['connector', 'worker'],

  async begin(sandbox: Sandbox) {
    await sandbox.ensure('requests')

    const worker = await sandbox.part('worker', (life) => {
      const resize = createResize({ ...sandbox, ...life, worker: life.name, rules: CLAIM_RULES, onEnded: () => {} })
      return async (message) => {
        const outcome = await resize(message.key?.toString() ?? '', deliveryOf(message))
        if (outcome === 'retry') throw new Error('the message is to come again')
      }
    })
    await sandbox.connect({ topic: 'requests', to: worker })

    const client = sandbox.life('client')
    return {
      submit: submitTo(sandbox, client, publishTo(sandbox, client, 'requests')),
      sweep: createSandboxSweep(sandbox, 'requests'),
    }
  },
}
