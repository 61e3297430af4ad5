import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { goTheWayOfADeadLetter } from '../dead-letter-way.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'

describe('a message that becomes a dead letter, in one process', () => {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  before(async () => {
    const env = { DATA_DIR: folder, ENGINE_SLOTS: '1', max_attempts: '2', retry_delays: '50ms' }
    service = await startLocalProcess(env)
  })
  after(async () => {
    await service.end('SIGKILL')
    remove()
  })

  it('is told by the history of its operation, which a re-drive completes', async () => {
    const change = (statement: string) => {
      const database = new DatabaseSync(join(folder, 'operations.db'))
      database.exec(statement)
      database.close()
    }
    await goTheWayOfADeadLetter({
      url: service.url,
      topic: 'resize-requests',
      refuseClaims: () =>
        change(`create trigger refuse_claims before update on operation when new.status = 'running'
                begin select raise(abort, 'no claims'); end`),
      takeClaims: () => change('drop trigger refuse_claims'),
    })
  })
})
