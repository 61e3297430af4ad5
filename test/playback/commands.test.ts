import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { loseReplyTo, pass } from '../tcp-proxy.ts'
import { openPlaybackStage, type PlaybackStage, stackKinds } from './playback-stage.ts'
import { somePictures } from './some-pictures.ts'

const OPERATIONS = 12
const STEPS = ['check', 'resize', 'announce']

for (const kind of stackKinds) {
  describe(`a mediator whose way to the gateway breaks, on ${kind.name}`, () => {
    let stage: PlaybackStage
    let operations: string[]
    before(async () => {
      stage = await openPlaybackStage(kind)
      operations = await stage.record(...(await somePictures(OPERATIONS)))
    })
    after(() => stage.close())

    const play = async (): Promise<{ calls: number }> => {
      const { status, reports } = await stage.play({ operations, models: ['mediator'] })
      const [report] = reports
      assert.deepEqual([status, report?.equal, report?.different], ['completed', OPERATIONS, 0], JSON.stringify(report))
      for (const { attempts } of report?.played ?? []) assert.equal(attempts, 1)
      return report?.measures ?? assert.fail('no report')
    }

    it('commands each step once as long as it does not', async () => {
      assert.equal((await play()).calls, STEPS.length * OPERATIONS)
    })

    for (const step of STEPS) {
      it(`gives a command again whose reply was lost: the step ${step} was taken, and is taken once more`, async () => {
        const { cut } = stage.toGateway.broke
        stage.toGateway.behave(loseReplyTo(`"step":"${step}"`))
        const { calls } = await play()
        stage.toGateway.behave(pass)
        assert.ok(stage.toGateway.broke.cut > cut)
        assert.equal(calls, STEPS.length * OPERATIONS + 1)
      })
    }

    it('waits for a gateway that is away for a while', async () => {
      await stage.toGateway.refuse()
      const played = play()
      await sleep(1000)
      await stage.toGateway.accept()
      assert.ok((await played).calls > STEPS.length * OPERATIONS)
    })
  })
}
