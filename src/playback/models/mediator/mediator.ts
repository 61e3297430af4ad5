import type { Life } from '../../sandbox/life.ts'
import type { Handle } from '../../sandbox/part.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { publishTo, submitUncheckedTo } from '../../sandbox/submit.ts'
import { createSandboxSweep } from '../../sandbox/sweep.ts'
import type { Model } from '../model.ts'
import type { Step } from '../step.ts'
import { commandedWorker } from '../steps.ts'

/** The whole way, in one place: which step comes behind which. */
const first: Step = 'check'
const following = { check: 'resize', resize: 'announce', announce: 'done' } as const

/**
 * Orchestration: a mediator commands each step through the gateway and hears in the reply that it is done. It keeps, for
 * each operation, which command is under way, so one look at it tells where everything stands. The workers know their own
 * step, and nothing of the way.
 */
export const mediator: Model = {
  name: 'mediator',
  title: 'Mediator',
  carries: 'a command; then a reply',
  decides: 'the mediator, from its workflow',
  keeps: 'the row in the store, and the workflow',
  parts: ['connector', 'worker', 'mediator'],

  async begin(sandbox: Sandbox) {
    await sandbox.ensure('requested')

    sandbox.serve({
      check: await commandedWorker(sandbox, 'check'),
      resize: await commandedWorker(sandbox, 'resize'),
      announce: await commandedWorker(sandbox, 'announce'),
    })
    const conductor = await sandbox.part('mediator', createMediate)
    await sandbox.connect({ topic: 'requested', to: conductor })

    const client = sandbox.life('client')
    return {
      submit: submitUncheckedTo(sandbox, client, publishTo(sandbox, client, 'requested')),
      sweep: createSandboxSweep(sandbox, 'requested'),
    }
  },
}

/**
 * What the mediator does with an operation that it is told of: it goes the way to its end, from the step that its workflow
 * names. It may end anywhere between a command and its write, so a step can be commanded twice; the workers can stand that.
 * When a command is not done, the message comes again.
 */
function createMediate({ workflows, command }: Life): Handle {
  return async ({ key }) => {
    const id = key?.toString() ?? ''
    let step = (await workflows.begin(id, first)) ? first : await stepOf(id)
    while (step !== 'done') {
      await command(step, id)
      const next = following[step]
      // Somebody else may go the same way with the same operation: where it is now, the workflow knows.
      step = (await workflows.advance(id, step, next)) ? next : await stepOf(id)
    }
  }

  async function stepOf(id: string): Promise<Step | 'done'> {
    return (await workflows.find(id)) as Step | 'done'
  }
}
