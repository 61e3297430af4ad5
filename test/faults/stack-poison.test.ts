import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { submit, waitForEnd } from '../client.ts'
import { jpeg, pngChunk, pngIhdr, pngOf } from '../pictures.ts'
import { count, faultServers } from './forms.ts'
import { untilTopicIsEmpty } from './stack-load.ts'
import { type StackStage, startStackStage } from './stack-stage.ts'

const CLIENTS = 8
/** Every twentieth picture. */
const POISON = 20
const OPTIONS = { width: 320, height: 240 }

const servers = faultServers('Poison pictures')

if (servers) {
  describe('the stack, while 5 % of the pictures cannot be resized', () => {
    let stage: StackStage
    before(async () => {
      stage = await startStackStage(servers)
    })
    after(() => stage?.stop())

    it('fails each of them once, and is not much slower with the others', async (t) => {
      const good = await jpeg(640, 480)
      const poisons = [
        // Their headers are sound, so they are accepted: the engine finds out.
        pngOf(
          pngIhdr({ width: 640, height: 480, colourType: 2 }),
          pngChunk('IDAT', Buffer.from('789c030000000001', 'hex')),
        ),
        good.subarray(0, good.length * 0.6),
      ]
      const perRound = count({ short: 60, long: 200 })
      let isMuchSlower = true
      // What else the machine does can only make it look slower: then it is measured once more.
      for (let tries = 0; tries < 3 && isMuchSlower; tries += 1) {
        const without: number[] = []
        const poisoned: number[] = []
        for (let round = 0; round < 4; round += 1) {
          without.push(...(await resizeMany(perRound, false)))
          poisoned.push(...(await resizeMany(perRound, true)))
        }
        t.diagnostic(`p99 of the good ones: ${p99(without)} ms without poison, ${p99(poisoned)} ms with it`)
        isMuchSlower = p99(poisoned) > 2 * p99(without)
      }
      assert.ok(!isMuchSlower)
      await untilTopicIsEmpty(stage)

      /** Each client asks for the next picture when its last one has ended. @returns the milliseconds of the good ones */
      async function resizeMany(operations: number, isPoisoned: boolean): Promise<number[]> {
        const durations: number[] = []
        let next = 0
        const client = async () => {
          for (let index = next++; index < operations; index = next++) {
            const poison = isPoisoned && index % POISON === 0 ? poisons[(index / POISON) % poisons.length] : undefined
            const response = await submit(stage.url, poison ?? good, OPTIONS)
            assert.equal(response.status, 202)
            const { identifier } = (await response.json()) as { identifier: string }
            const { status, error } = await waitForEnd(stage.url, identifier)
            assert.deepEqual([status, error?.code], poison ? ['failed', 'picture-malformed'] : ['completed', undefined])
            const events = await stage.store.readEvents(identifier)
            const [end, ...more] = events.filter(({ type }) => type === 'completed' || type === 'failed')
            assert.equal(more.length, 0)
            if (!poison) durations.push((end?.at ?? 0) - (events[0]?.at ?? 0))
          }
        }
        await Promise.all(Array.from({ length: CLIENTS }, client))
        return durations
      }
    })
  })
}

function p99(durations: readonly number[]): number {
  const sorted = durations.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN
}
