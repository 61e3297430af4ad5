import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ModelReport } from '../api/run.ts'
import { faultText, resultsText } from './measures.ts'

const report: ModelReport = {
  model: 'broker',
  tookMs: 10,
  operations: 4,
  leftOut: { 'its source is gone': 2 },
  equal: 1,
  different: 0,
  refused: 3,
  engine: '',
  measures: {} as ModelReport['measures'],
  fault: null,
  played: [],
  traces: [],
}

test('results are counted in words, none of them unsaid', () => {
  assert.equal(resultsText(report), '1 equal, 3 refused, 2 left out')
  assert.equal(resultsText({ ...report, leftOut: {}, equal: 0, refused: 0 }), 'none')
})

test('what a fault did is one sentence', () => {
  const fault = { part: 'worker', repeated: 1, lost: 0 } as const
  assert.equal(faultText({ ...fault, happened: 'no-such-part' }), 'It has no worker.')
  assert.equal(faultText({ ...fault, happened: 'never-due' }), 'All was over before the worker was to end.')
  assert.equal(
    faultText({ ...fault, happened: 'struck', atMs: 120, recoveredWithinMs: 1500 }),
    'The worker ended after 120 ms, made good within 1.5 s; 1 operation tried more than once, 0 lost.',
  )
})
