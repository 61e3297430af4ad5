import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { FAULTS } from '../../src/playback/faults.ts'
import { models } from '../../src/playback/models/models.ts'
import { MODEL_NAMES } from '../../src/playback/models/names.ts'
import { openPlaybackStage, type PlaybackStage, stackKinds } from './playback-stage.ts'
import { somePictures } from './some-pictures.ts'

const OPERATIONS = 16

for (const kind of stackKinds) {
  describe(`a part that ends in the middle of a model, on ${kind.name}`, () => {
    let stage: PlaybackStage
    let operations: string[]
    before(async () => {
      stage = await openPlaybackStage(kind)
      operations = await stage.record(...(await somePictures(OPERATIONS)))
    })
    after(() => stage.close())

    for (const model of MODEL_NAMES) {
      for (const fault of FAULTS.filter((part) => models[model].parts.includes(part))) {
        it(`loses nothing under ${model} when the ${fault} ends`, async () => {
          const run = await stage.play({ operations, models: [model], fault })
          assert.deepEqual([run.status, run.error], ['completed', null])
          const report = run.reports[0] ?? assert.fail('no report')
          assert.deepEqual(
            [report.equal, report.different, report.refused],
            [OPERATIONS, 0, 0],
            JSON.stringify(report.played),
          )
          assert.equal(report.fault?.happened, 'struck')
          assert.equal(report.fault.lost, 0)
          // Whoever was killed over a picture held it: somebody else had to try again, and one completion is all there is.
          if (fault === 'worker') assert.ok(report.fault.repeated > 0, JSON.stringify(report.fault))
          await stage.assertCleared(run.id)
        })
      }
    }

    for (const model of MODEL_NAMES) {
      it(`shows two attempts and one completion under ${model} when there are only three operations`, async () => {
        const few = operations.slice(0, 3)
        const { reports } = await stage.play({ operations: few, models: [model], fault: 'worker' })
        const { equal, fault, played, traces } = reports[0] ?? assert.fail('no report')
        assert.deepEqual([equal, fault?.happened, fault?.lost], [few.length, 'struck', 0])
        const again = played.find(({ attempts }) => attempts === 2) ?? assert.fail(JSON.stringify(played))
        const entries = traces.find(({ number }) => number === again.number)?.entries ?? []
        const count = (what: string) => entries.filter(({ happened, name }) => [happened, name].includes(what)).length
        assert.deepEqual([count('part-ended'), count('completed'), count('ended')], [1, 1, 1], JSON.stringify(entries))
      })
    }

    it('says so when a model has no such part', async () => {
      const { reports } = await stage.play({ operations, models: ['broker'], fault: 'projector' })
      assert.equal(reports[0]?.fault?.happened, 'no-such-part')
    })
  })
}
