import { toFailure } from '../../errors/failure.ts'
import { createResize } from '../../operation/resize.ts'
import { findOperation, transition } from '../../operation/transition.ts'
import type { Message } from '../../topic/topic.ts'
import { deliveryOf } from '../sandbox/delivery-of.ts'
import type { Life } from '../sandbox/life.ts'
import type { Part } from '../sandbox/part.ts'
import { CLAIM_RULES, type Sandbox } from '../sandbox/sandbox.ts'
import { requireEnd } from '../sandbox/settled.ts'
import { publishTo } from '../sandbox/submit.ts'
import type { Step } from './step.ts'

/** A step, and what its worker says when it is done. */
interface ListeningWork {
  readonly step: Step
  /** The topic that it says it in. */
  readonly to: string
  readonly says: string
}

/** A worker that takes one step whenever it is commanded to: with the operation whose ID it is given. */
export function commandedWorker(sandbox: Sandbox, step: Step): Promise<Part<string>> {
  return sandbox.part<string>('worker', (life) => {
    const take = steps[step](sandbox, life)
    return (id) => take(id)
  })
}

/** A worker that takes one step with each operation that it hears of, then says so. */
export function listeningWorker(sandbox: Sandbox, { step, to, says }: ListeningWork): Promise<Part> {
  return sandbox.part('worker', (life) => {
    const take = steps[step](sandbox, life)
    const say = publishTo(sandbox, life, to, says)
    return async (message) => {
      const id = message.key?.toString() ?? ''
      await take(id, message)
      await say(id)
    }
  })
}

type Take = (id: string, message?: Message) => Promise<void>

const steps: Readonly<Record<Step, (sandbox: Sandbox, life: Life) => Take>> = {
  check:
    ({ inspect }, { store, name }) =>
    async (id) => {
      const { operation } = await findOperation(store, id)
      const source = await store.readPicture(id, 'source')
      if (!source) return
      try {
        inspect(source, operation.options)
      } catch (error) {
        const { code } = toFailure(error)
        await transition(store, id, { type: 'claim', worker: name, ...CLAIM_RULES })
        await transition(store, id, { type: 'fail', attempt: operation.attempts + 1, error: { code } })
      }
    },

  resize(sandbox, life) {
    const resize = createResize({ ...sandbox, ...life, worker: life.name, rules: CLAIM_RULES, onEnded: () => {} })
    return async (id, message) => requireEnd(life.store, id, await resize(id, message && deliveryOf(message)))
  },

  // Who asked is told the end. In a sandbox there is nobody to tell: what is left of it is reading what to tell.
  announce:
    (_sandbox, { store }) =>
    async (id) =>
      void (await findOperation(store, id)),
}
