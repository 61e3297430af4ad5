import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ModelReport } from '../api/run.ts'
import { momentsOf, momentText, partsOf, sumText } from './trace-times.ts'

const entry = { operation: 'x', bytes: 0, name: '' } as const
const reports: Pick<ModelReport, 'traces'>[] = [
  {
    traces: [
      {
        number: 1,
        entries: [
          { ...entry, at: 100, part: 'client', happened: 'submitted', bytes: 900 },
          { ...entry, at: 104, part: 'client', happened: 'message', name: 'requests', bytes: 60 },
          { ...entry, at: 130, part: 'worker', happened: 'write', name: 'append', bytes: 1200 },
          { ...entry, at: 131, part: 'client', happened: 'ended' },
        ],
      },
    ],
  },
  {
    traces: [
      {
        number: 1,
        entries: [
          { ...entry, at: 7, part: 'client', happened: 'submitted' },
          { ...entry, at: 9, part: 'mediator', happened: 'command', name: 'resize', bytes: 100 },
          { ...entry, operation: undefined, at: 20, part: 'mediator', happened: 'part-ended', name: 'mediator-1' },
        ],
      },
    ],
  },
]

test('models are laid side by side from the moment in which each was handed the operation', () => {
  const moments = momentsOf(reports, 1)
  assert.deepEqual(
    moments.map(({ side, sinceMs }) => [side, sinceMs]),
    [
      [0, 0],
      [1, 0],
      [1, 2],
      [0, 4],
      [1, 13],
      [0, 30],
      [0, 31],
    ],
  )
  assert.deepEqual(partsOf(moments), ['client', 'worker', 'mediator'])
  assert.deepEqual(momentsOf(reports, 2), [])
})

test('moments are told in words, and in sums', () => {
  const own = momentsOf(reports, 1).filter(({ side }) => side === 0)
  assert.deepEqual(own.map(momentText), [
    'client hands it in, 900 bytes',
    'client writes a message (requests), 60 bytes',
    'worker writes to the store (append), 1.2 kB',
    'client ends it',
  ])
  assert.equal(sumText(own), '1 message, 60 bytes on the bus; 0 reads, 1 write; ended after 31 ms')
  const others = momentsOf(reports, 1).filter(({ side }) => side === 1)
  assert.deepEqual(others.map(momentText), [
    'client hands it in',
    'mediator commands through the gateway (resize), 100 bytes',
    'mediator was ended (mediator-1)',
  ])
  assert.equal(sumText(others), '0 messages, 0 bytes on the bus; 1 call; 0 reads, 0 writes')
  assert.equal(sumText(own.slice(0, 1)), '0 messages, 0 bytes on the bus; 0 reads, 0 writes')
})
