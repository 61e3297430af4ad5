import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { count, faultServers } from './forms.ts'
import { loseNothing, makeReference, type Reference } from './stack-load.ts'
import { LEASE_MS, SESSION_MS, type StackStage, startStackStage } from './stack-stage.ts'

/** A process that has just ended by itself is started again anyway. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

const servers = faultServers('Faults of the processes')
const KINDS = ['resize-worker', 'resize-submit', 'kafka-connector', 'router', 'resize-status'] as const

if (servers) {
  describe('the stack, while its processes', () => {
    let stage: StackStage
    let reference: Reference
    before(async () => {
      reference = await makeReference()
      stage = await startStackStage(servers)
    })
    after(() => stage?.stop())

    const kills = count({ short: 3, long: 20 })
    it(`are killed ${kills} times of each kind, loses and doubles nothing`, async (t) => {
      const operations = count({ short: 120, long: 600 })
      await loseNothing(t, stage, { operations, reference }, async ({ random }) => {
        for (let turn = 0; turn < kills; turn += 1) {
          for (const kind of KINDS) {
            await sleep(random() * 900)
            const pid = kind === 'resize-worker' ? await aBusyWorker() : await oneOf(kind, random)
            signal(pid, 'SIGKILL')
          }
        }
      })
    })

    it('stand still for longer than their lease or session and go on, loses and doubles nothing', async (t) => {
      const operations = count({ short: 80, long: 200 })
      const standMs = count({ short: 2 * Math.max(LEASE_MS, SESSION_MS), long: 40_000 })
      await loseNothing(t, stage, { operations, reference }, async ({ random }) => {
        await sleep(500)
        const pids = [await aBusyWorker(), await oneOf('kafka-connector', random)]
        for (const pid of pids) signal(pid, 'SIGSTOP')
        await sleep(standMs)
        for (const pid of pids) signal(pid, 'SIGCONT')
        await sleep(1000)
      })
    })

    async function oneOf(kind: string, random: () => number): Promise<number> {
      const names = stage.namesOf(kind)
      return await stage.pidOf(names[Math.floor(random() * names.length)] ?? '')
    }

    /** A worker in the middle of its work; any, when the others took all of it. */
    async function aBusyWorker(): Promise<number> {
      const workers = await Promise.all(stage.namesOf('resize-worker').map((name) => stage.pidOf(name)))
      for (let tries = 0; tries < 200; tries += 1) {
        const busy = (await stage.busyWorkers()).find((pid) => workers.includes(pid))
        if (busy !== undefined) return busy
        await sleep(5)
      }
      assert.ok(workers[0])
      return workers[0]
    }
  })
}
