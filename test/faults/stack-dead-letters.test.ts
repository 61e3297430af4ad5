import { after, before, describe, it } from 'node:test'
import { goTheWayOfADeadLetter } from '../dead-letter-way.ts'
import { faultServers } from './forms.ts'
import { type StackStage, startStackStage } from './stack-stage.ts'

const servers = faultServers('Dead letters')

if (servers) {
  describe('a message that becomes a dead letter, in the stack', () => {
    let stage: StackStage
    before(async () => {
      stage = await startStackStage(servers, async () => ({
        envOf: (program): Record<string, string> =>
          program.name.startsWith('kafka-connector') ? { max_attempts: '2' } : {},
      }))
    })
    after(() => stage?.stop())

    it('is told by the history of its operation, which a re-drive completes', async () => {
      const { url, topic, query } = stage
      await goTheWayOfADeadLetter({
        url,
        topic,
        refuseClaims: async () =>
          void (await query("alter table operation add constraint no_claims check (status <> 'running')")),
        takeClaims: async () => void (await query('alter table operation drop constraint no_claims')),
      })
    })
  })
}
