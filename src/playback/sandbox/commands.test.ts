import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Failure, hasCode } from '../../errors/failure.ts'
import { createRecorder } from '../record.ts'
import { createCommands } from './commands.ts'

describe('the commands of a mediator', () => {
  const open = (answers: (number | Error)[]) => {
    let now = 0
    const broken: unknown[] = []
    const recorder = createRecorder(() => now)
    const command = createCommands({
      async sendCommand(body) {
        assert.deepEqual(JSON.parse(Buffer.from(body).toString()), { sandbox: 'key', step: 'resize', operation: 'id' })
        now += 20_000
        const answer = answers.shift() ?? 200
        if (answer instanceof Error) throw answer
        return { status: answer, body: Buffer.from('done') }
      },
      key: 'key',
      recorder,
      elapsed: () => now,
      broken: (error) => broken.push(error),
    })('mediator', new AbortController().signal)
    return { command: () => command('resize', 'id'), recorder, broken }
  }

  it('are taken down with their replies, in bytes; without an answer there is no reply', async () => {
    const { command, recorder } = open([200, new Error('no way')])
    await command()
    await assert.rejects(command())
    const told = recorder.entries().map(({ happened, part, name, operation }) => [happened, part, name, operation])
    const about = ['mediator', 'resize', 'id']
    assert.deepEqual(told, [
      ['command', ...about],
      ['reply', ...about],
      ['command', ...about],
    ])
    assert.deepEqual(
      recorder.entries().map(({ bytes }) => bytes),
      [50, 4, 50],
    )
  })

  it('are to be given again while a step is not done, and for a minute without any way to it', async () => {
    const { command, broken } = open([409, 503, new Error('no way'), 200, 404, 404, 404, 404])
    for (let time = 0; time < 3; time += 1) await assert.rejects(command())
    await command()
    for (let time = 0; time < 3; time += 1) await assert.rejects(command())
    assert.deepEqual(broken, [])
    await assert.rejects(command())
    await assert.rejects(open([409]).command(), (error) => hasCode(error, 'function-unavailable'))
  })

  it('break the run off when none was done for more than a minute', async () => {
    const { command, broken } = open(Array.from({ length: 5 }, () => 404))
    for (let time = 0; time < 5; time += 1) await assert.rejects(command())
    assert.equal(broken.length, 1)
    assert.match((broken[0] as Failure).detail ?? '', /no command was done for 60 seconds/)
  })
})
