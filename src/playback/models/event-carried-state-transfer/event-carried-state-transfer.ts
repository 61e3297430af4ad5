import { createResize } from '../../../operation/resize.ts'
import { carriedEvent, carry, requestOf } from '../../sandbox/carry.ts'
import { deliveryOf } from '../../sandbox/delivery-of.ts'
import { CLAIM_RULES, type Sandbox } from '../../sandbox/sandbox.ts'
import { requireEnd } from '../../sandbox/settled.ts'
import type { Model } from '../model.ts'
import { createCarriedStore } from './carried-store.ts'

/**
 * The message carries all that the worker needs: the request and the source itself. The worker asks nobody; it keeps what it
 * was told as its own row, and its result beside it. What is larger than a message cannot be asked for.
 */
export const eventCarriedStateTransfer: Model = {
  name: 'event-carried-state-transfer',
  title: 'Event-carried state transfer',
  carries: 'the request and the source',
  decides: 'the worker, from the message',
  keeps: "the message; then the worker's row",
  parts: ['connector', 'worker'],

  async begin(sandbox: Sandbox) {
    await sandbox.ensure('requests')

    const worker = await sandbox.part('worker', (life) => async (message) => {
      const request = carriedEvent(message)
      if (request.type !== 'requested') return
      const { operation: id } = request
      await life.store.accept(request, message.value)
      const store = createCarriedStore(life.store, request, message.value, sandbox.clock)
      const resize = createResize({
        ...sandbox,
        ...life,
        store,
        worker: life.name,
        rules: CLAIM_RULES,
        onEnded: () => {},
      })
      await requireEnd(life.store, id, await resize(id, deliveryOf(message)))
    })
    await sandbox.connect({ topic: 'requests', to: worker })

    const client = sandbox.life('client')
    return {
      async submit(played) {
        await client.topics.write([carry(sandbox.topic('requests'), requestOf(sandbox, played), played.source)])
      },
      // A message that is not settled comes again by itself, and it has all that is needed.
      async sweep() {},
    }
  },
}
