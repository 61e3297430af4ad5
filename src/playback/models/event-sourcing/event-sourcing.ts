import { createResize } from '../../../operation/resize.ts'
import { carriedEvent, carry, requestOf } from '../../sandbox/carry.ts'
import { deliveryOf } from '../../sandbox/delivery-of.ts'
import { CLAIM_RULES, type Sandbox } from '../../sandbox/sandbox.ts'
import { requireEnd } from '../../sandbox/settled.ts'
import type { Model } from '../model.ts'
import { openLogStore } from './log-store.ts'
import { createProject } from './project.ts'

/**
 * The log is the truth: the worker decides by what stands in it, and writes what it did, with the result, behind it. Who asks
 * is answered from another place (CQRS): rows that a projector makes of the log, a moment later.
 */
export const eventSourcing: Model = {
  name: 'event-sourcing',
  title: 'Event sourcing with CQRS',
  carries: 'an event, with its picture',
  decides: 'the worker, from the log',
  keeps: 'the log; a row for reading is made of it',
  parts: ['connector', 'worker', 'projector'],

  async begin(sandbox: Sandbox) {
    await sandbox.ensure('log')

    const worker = await sandbox.part('worker', async (life) => {
      const log = await openLogStore(sandbox, life, 'log')
      const resize = createResize({
        ...sandbox,
        ...life,
        store: log.store,
        worker: life.name,
        rules: CLAIM_RULES,
        onEnded: () => {},
      })
      return async (message) => {
        log.take(message)
        const event = carriedEvent(message)
        if (event.type !== 'requested' && event.type !== 'retried') return
        await requireEnd(log.store, event.operation, await resize(event.operation, deliveryOf(message)))
      }
    })
    const projector = await sandbox.part('projector', (life) => createProject(life.store))
    await sandbox.connect({ topic: 'log', to: worker }, { topic: 'log', to: projector, inOrder: true })

    const client = sandbox.life('client')
    return {
      async submit(played) {
        await client.topics.write([carry(sandbox.topic('log'), requestOf(sandbox, played), played.source)])
      },
      // Nothing is repaired from outside: the log comes again until it is settled.
      async sweep() {},
    }
  },
}
