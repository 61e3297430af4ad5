import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasCode } from '../../errors/failure.ts'
import { isConnectionUnusable, mayPass, translateMysqlError } from './errors.ts'

const failed = (facts: { errno?: number; code?: string; fatal?: boolean }) => Object.assign(new Error('failed'), facts)

describe('errors of MySQL', () => {
  const cases: [string, Parameters<typeof failed>[0], { passes: boolean; endsConnection: boolean; isOurs: boolean }][] =
    [
      ['deadlock', { errno: 1213, code: 'ER_LOCK_DEADLOCK' }, { passes: true, endsConnection: false, isOurs: false }],
      ['lock wait', { errno: 1205 }, { passes: true, endsConnection: false, isOurs: false }],
      ['record changed', { errno: 1020 }, { passes: true, endsConnection: false, isOurs: false }],
      ['read-only option', { errno: 1290 }, { passes: true, endsConnection: true, isOurs: false }],
      ['read-only mode', { errno: 1836 }, { passes: true, endsConnection: true, isOurs: false }],
      [
        'reset',
        { errno: -104, code: 'ECONNRESET', fatal: true },
        { passes: true, endsConnection: true, isOurs: false },
      ],
      ['refused', { errno: -111, code: 'ECONNREFUSED' }, { passes: true, endsConnection: true, isOurs: false }],
      ['closed before', { fatal: true }, { passes: true, endsConnection: true, isOurs: false }],
      [
        'bad certificate',
        { code: 'CERT_HAS_EXPIRED', fatal: true },
        { passes: false, endsConnection: true, isOurs: false },
      ],
      ['wrong password', { errno: 1045, fatal: true }, { passes: false, endsConnection: false, isOurs: false }],
      ['disk full', { errno: 1021 }, { passes: false, endsConnection: false, isOurs: false }],
      ['duplicate', { errno: 1062, code: 'ER_DUP_ENTRY' }, { passes: false, endsConnection: false, isOurs: true }],
      ['syntax', { errno: 1064 }, { passes: false, endsConnection: false, isOurs: true }],
    ]
  for (const [name, facts, expected] of cases) {
    it(`knows what to do about: ${name}`, () => {
      const error = failed(facts)
      assert.equal(mayPass(error), expected.passes)
      assert.equal(isConnectionUnusable(error), expected.endsConnection)
      const translated = translateMysqlError(error)
      if (expected.isOurs) assert.equal(translated, error)
      else assert.ok(hasCode(translated, 'store-unavailable') && translated.cause === error)
    })
  }

  it('leaves alone what is no error of the driver', () => {
    for (const thrown of [undefined, 'text', new TypeError('ours')]) {
      assert.equal(mayPass(thrown), false)
      assert.equal(translateMysqlError(thrown), thrown)
    }
  })
})
