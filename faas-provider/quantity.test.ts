import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cpuPattern, memoryPattern, parseCpu, parseMemory } from './quantity.ts'

describe('an amount', () => {
  it('of memory is read as Kubernetes and Docker write it', () => {
    const cases: [string, number][] = [
      ['134217728', 134217728],
      ['128Mi', 2 ** 27],
      ['128m', 128e6],
      ['128M', 128e6],
      ['1.5Gi', 1.5 * 2 ** 30],
      ['1G', 1e9],
      ['64Ki', 65536],
      ['1T', 1e12],
    ]
    for (const [text, bytes] of cases) {
      assert.match(text, new RegExp(memoryPattern))
      assert.equal(parseMemory(text), bytes, text)
    }
    for (const text of ['', 'Mi', '-1', '1e3', '1 Mi', '1MiB', '1.'])
      assert.doesNotMatch(text, new RegExp(memoryPattern))
  })

  it('of CPU is read in thousandths or whole cores', () => {
    const cases: [string, number][] = [
      ['500m', 5e8],
      ['0.5', 5e8],
      ['2', 2e9],
      ['1m', 1e6],
    ]
    for (const [text, nanoCpus] of cases) {
      assert.match(text, new RegExp(cpuPattern))
      assert.equal(parseCpu(text), nanoCpus, text)
    }
    for (const text of ['', 'm', '-1', '1 m', 'one']) assert.doesNotMatch(text, new RegExp(cpuPattern))
  })
})
