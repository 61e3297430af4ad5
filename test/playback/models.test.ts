import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { MODEL_NAMES } from '../../src/playback/models/names.ts'
import { openPlaybackStage, type PlaybackStage, stackKinds } from './playback-stage.ts'
import { somePictures } from './some-pictures.ts'

const OPERATIONS = 12

for (const kind of stackKinds) {
  describe(`playback on ${kind.name}`, () => {
    let stage: PlaybackStage
    let operations: string[]
    before(async () => {
      stage = await openPlaybackStage(kind)
      operations = await stage.record(...(await somePictures(OPERATIONS)))
    })
    after(() => stage.close())

    for (const model of MODEL_NAMES) {
      it(`gives every recorded result again under ${model}`, async () => {
        const run = await stage.play({ operations, models: [model] })
        assert.deepEqual([run.status, run.error], ['completed', null])
        const [report] = run.reports
        assert.ok(report)
        assert.deepEqual(
          report.played.map(({ operation, outcome, attempts, why }) => [operation, outcome, attempts, why]),
          operations.map((id) => [id, 'equal', 1, undefined]),
        )
        assert.ok(report.measures.messages >= OPERATIONS)
        assert.ok(report.measures.endedMs.p99 >= report.measures.endedMs.p50)
        await stage.assertCleared(run.id)
      })
    }
  })
}
