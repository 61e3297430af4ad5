import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { OperationEvent } from '../../src/operation/event.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import { evolve } from '../../src/operation/state-machine.ts'
import { openMysqlStore } from '../../src/store/mysql.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { mysqlServers, sayWhenLeftOut, settingsFor, testDatabase } from '../mysql-servers.ts'
import { requestedEvent, someResult, someTimings } from '../operations.ts'

const SLICE_MS = 60_000

/** What every store tells of what ended lately. */
function flowContract(name: string, prepare: () => () => OperationStore | Promise<OperationStore>): void {
  describe(`what ended lately: ${name}`, () => {
    const open = prepare()
    let store: OperationStore
    /** The beginning of the present slice, by the store's clock. */
    let present: number
    before(async () => {
      store = await open()
      const now = await store.now()
      present = now - (now % SLICE_MS)
    })
    after(() => store.close())

    /** An operation that ended at `endedAt`, `took` milliseconds after its request. */
    const end = async (endedAt: number, took: number, type: 'completed' | 'failed') => {
      const requested = { ...requestedEvent(), at: endedAt - took }
      await store.accept(requested, Buffer.from('abc'))
      const next = { operation: requested.operation, at: endedAt }
      const claimed = { ...next, type: 'claimed', sequence: 2, attempt: 1, worker: 'test', leaseUntil: 0 } as const
      const outcome: OperationEvent =
        type === 'failed'
          ? { ...next, type, sequence: 3, attempt: 1, error: { code: 'picture-malformed' } }
          : { ...next, type, sequence: 3, attempt: 1, result: someResult, engine: 'test', timings: someTimings }
      const running = evolve(evolve(undefined, requested), claimed)
      await store.append([claimed], running)
      await store.append([outcome], evolve(running, outcome))
    }

    it('has a slice for every moment, also when nothing ended', async () => {
      const { sliceMs, slices } = await store.readFlow(SLICE_MS, 5)
      assert.equal(sliceMs, SLICE_MS)
      assert.ok(slices.every(({ from }, index) => index === 0 || from === (slices[index - 1]?.from ?? 0) + SLICE_MS))
      assert.ok((slices.at(-1)?.from ?? 0) >= present)
      assert.deepEqual(slices[0], { from: slices[0]?.from, completed: 0, failed: 0, medianMs: 0, p95Ms: 0 })
    })

    it('counts the ends of each slice, and tells how long they took', async () => {
      const third = present - 3 * SLICE_MS
      for (let took = 1; took <= 20; took += 1) await end(third + took, took * 100, 'completed')
      await end(third + SLICE_MS - 1, 5_000_000, 'failed')
      await end(third + SLICE_MS, 7, 'failed')
      await store.accept(requestedEvent(), Buffer.from('abc'))
      const { slices } = await store.readFlow(SLICE_MS, 10)
      assert.deepEqual(
        slices.find(({ from }) => from === third),
        { from: third, completed: 20, failed: 1, medianMs: 1100, p95Ms: 2000 },
      )
      assert.deepEqual(
        slices.find(({ from }) => from === third + SLICE_MS),
        { from: third + SLICE_MS, completed: 0, failed: 1, medianMs: 7, p95Ms: 7 },
      )
      const total = slices.reduce((sum, { completed, failed }) => sum + completed + failed, 0)
      assert.equal(total, 22)
    })

    it('does not look further back than asked', async () => {
      await end(present - 20 * SLICE_MS, 10, 'completed')
      const before = await store.readFlow(SLICE_MS, 15)
      const longer = await store.readFlow(SLICE_MS, 30)
      const completed = (flow: typeof before) => flow.slices.reduce((sum, slice) => sum + slice.completed, 0)
      assert.equal(completed(longer), completed(before) + 1)
    })
  })
}

flowContract('SQLite', () => () => openSqliteStore(':memory:'))

const servers = await mysqlServers()
sayWhenLeftOut(servers, 'what ended lately')
for (const server of servers) {
  flowContract(server.name, () => {
    const { url } = testDatabase(server)
    return () => openMysqlStore(settingsFor(url), 1_000_000)
  })
}
