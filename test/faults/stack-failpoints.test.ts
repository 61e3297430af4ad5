import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Failpoint } from '../../src/failpoint/failpoint.ts'
import { faultServers } from './forms.ts'
import { loseNothing, makeReference, type Reference } from './stack-load.ts'
import { LEASE_MS, SESSION_MS, type StackStage, startStackStage } from './stack-stage.ts'

/** Every race has a moment in which a process is killed, or stands still until another has done its work. */
const races: readonly (readonly [process: string, ends: 'exit' | 'stop', failpoint: Failpoint])[] = [
  ['resize-submit-1', 'exit', 'after_commit_before_publish'],
  ['resize-submit-1', 'exit', 'after_publish_before_answer'],
  ['resize-worker-1', 'exit', 'after_claim'],
  ['resize-worker-1', 'exit', 'after_resize_before_complete'],
  ['resize-worker-1', 'exit', 'after_complete_before_answer'],
  ['kafka-connector-1', 'exit', 'after_invoke_before_commit'],
  ['resize-worker-1', 'stop', 'after_claim'],
  ['resize-worker-1', 'stop', 'after_resize_before_complete'],
  ['kafka-connector-1', 'stop', 'after_invoke_before_commit'],
]

const servers = faultServers('Races')

if (servers) {
  describe('the stack loses and doubles nothing', () => {
    let stage: StackStage
    let reference: Reference
    before(async () => {
      reference = await makeReference()
      stage = await startStackStage(servers)
    })
    after(() => stage?.stop())

    for (const [name, ends, moment] of races) {
      const words = moment.replaceAll('_', ' ')
      it(`when ${name} ${ends === 'exit' ? 'is killed' : 'stands still'} ${words}`, async (t) => {
        const failpoint = `${moment}:${ends}`
        await stage.arm(name, failpoint)
        await loseNothing(t, stage, { operations: 18, reference }, async () => {
          await stage.reached(name, failpoint)
          if (ends === 'exit') return
          // Its claim, or its membership of the group, goes to another one meanwhile.
          await sleep(LEASE_MS + SESSION_MS)
          process.kill(await stage.pidOf(name), 'SIGCONT')
          await sleep(500)
        })
      })
    }
  })
}
