import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Type } from 'typebox'
import { defineSettings, readAll } from './settings.ts'

const settings = defineSettings({
  port: { env: 'PORT', schema: Type.Integer({ maximum: 65_535, default: 8080 }), about: 'A port.' },
  engine: { env: 'ENGINE', schema: Type.Enum(['fast', 'slow'], { default: 'fast' }), about: 'An engine.' },
  password: { env: 'PASSWORD', schema: Type.String({ pattern: '^.{8,}$' }), about: 'A password.', secret: true },
})

describe('settings', () => {
  it('are coerced from text, with defaults for what is unset or empty', () => {
    const read = settings.read({ PORT: '9000', ENGINE: '', PASSWORD: 'long enough' })
    assert.deepEqual(read, { port: 9000, engine: 'fast', password: 'long enough' })
  })

  it('report every fault at once, each as a sentence', () => {
    assert.throws(
      () => settings.read({ PORT: 'x', ENGINE: 'lazy' }),
      (error: Error) => {
        assert.equal(
          error.message,
          'PASSWORD must be set.\nPORT must be integer (it is "x").\nENGINE must be equal to one of the allowed values: fast, slow (it is "lazy").',
        )
        return true
      },
    )
  })

  it('never repeat a secret', () => {
    assert.throws(
      () => settings.read({ PASSWORD: 'hunter2' }),
      (error: Error) => !error.message.includes('hunter2'),
    )
  })

  it('of several rooms report the faults of all of them', () => {
    const other = defineSettings({ side: { env: 'MAX_SIDE', schema: Type.Integer(), about: 'A side.' } })
    assert.throws(
      () => readAll({ a: settings.read, b: other.read }, { PASSWORD: 'long enough', PORT: '-x' }),
      (error: Error) => {
        assert.match(error.message, /PORT.*\nMAX_SIDE must be set/)
        return true
      },
    )
  })
})
