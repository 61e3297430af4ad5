import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createRetry } from './retry.ts'

/** A retry on a clock that only sleeping moves, and what it slept. */
function stage(retryForMs: number) {
  let now = 0
  const slept: number[] = []
  const retry = createRetry({
    mayPass: (error) => error instanceof RangeError,
    retryForMs,
    clock: () => now,
    random: () => 0.999,
    sleep: async (milliseconds) => {
      slept.push(Math.round(milliseconds))
      now += milliseconds
    },
  })
  return { retry, slept, spend: (milliseconds: number) => (now += milliseconds) }
}

/** Work that fails `times` times before it succeeds, and what it was told. */
function failing(times: number, error: Error = new RangeError('passes')) {
  const told: boolean[] = []
  const work = async (isAgain: boolean) => {
    told.push(isAgain)
    if (told.length <= times) throw error
    return 'done'
  }
  return { work, told }
}

describe('retry', () => {
  it('does the work once when it succeeds', async () => {
    const { retry, slept } = stage(1_000)
    const { work, told } = failing(0)
    assert.equal(await retry(work), 'done')
    assert.deepEqual([told, slept], [[false], []])
  })

  it('does it again, and says so, with delays whose bound doubles', async () => {
    const { retry, slept } = stage(60_000)
    const { work, told } = failing(9)
    assert.equal(await retry(work), 'done')
    assert.deepEqual(told, [false, ...Array(9).fill(true)])
    assert.deepEqual(slept, [20, 40, 80, 160, 320, 639, 999, 999, 999])
  })

  it('fails at once for what will not pass', async () => {
    const { retry, slept } = stage(60_000)
    await assert.rejects(retry(failing(1, new TypeError('ours')).work), TypeError)
    assert.deepEqual(slept, [])
  })

  it('gives up with the last error when the time is over', async () => {
    const { retry, slept } = stage(100)
    await assert.rejects(retry(failing(99).work), RangeError)
    assert.deepEqual(slept, [20, 40])
  })

  it('counts the time that the work itself takes', async () => {
    const { retry, slept, spend } = stage(100)
    const work = async () => {
      spend(100)
      throw new RangeError('passes')
    }
    await assert.rejects(retry(work), RangeError)
    assert.deepEqual(slept, [])
  })

  it('never does it again when it has no time to', async () => {
    const { retry } = stage(0)
    const { work, told } = failing(1)
    await assert.rejects(retry(work), RangeError)
    assert.deepEqual(told, [false])
  })
})
