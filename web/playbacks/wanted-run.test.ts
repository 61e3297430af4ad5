import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FIRST_FORM, idsIn, lackOf, toWantedRun } from './wanted-run.ts'

const [A, B] = ['a'.repeat(32), 'b'.repeat(32)]

test('IDs are taken from a text however they are apart, each once', () => {
  assert.deepEqual(idsIn(`${A}, ${B};\n${A} none`), { ids: [A, B], others: ['none'] })
  assert.deepEqual(idsIn('  '), { ids: [], others: [] })
})

test('a run is asked for with every operation once and the models in their order', () => {
  const form = { ...FIRST_FORM, chosen: [A], typed: `${B} ${A}`, models: ['broker', 'event-notification'] as const }
  assert.deepEqual(toWantedRun(form), {
    operations: [A, B],
    models: ['event-notification', 'broker'],
    speed: 'max',
  })
  assert.equal(toWantedRun({ ...form, fault: 'worker' }).fault, 'worker')
})

test('the form says what it lacks', () => {
  assert.match(lackOf(FIRST_FORM) ?? '', /Choose an operation/)
  assert.match(lackOf({ ...FIRST_FORM, typed: 'xyz' }) ?? '', /Not an ID .* xyz/)
  assert.match(lackOf({ ...FIRST_FORM, typed: A, models: [] }) ?? '', /Choose a model/)
  assert.equal(lackOf({ ...FIRST_FORM, typed: A }), undefined)
})
