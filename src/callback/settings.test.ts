import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasCode } from '../errors/failure.ts'
import { readCallbackRules } from './settings.ts'

const secret = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`

describe('the settings of callbacks', () => {
  it('have no key unless a secret is set, and two while it is changed', () => {
    assert.deepEqual(readCallbackRules({}).keys, [])
    const { keys } = readCallbackRules({ CALLBACK_SECRET: `${secret(24)} ${secret(64)}\n` })
    assert.deepEqual(keys, [Buffer.alloc(24, 7), Buffer.alloc(64, 7)])
  })

  it('refuse a secret that is short or long, and a file that is not there, and repeat no secret', () => {
    for (const env of [
      { CALLBACK_SECRET: secret(23) },
      { CALLBACK_SECRET: secret(65) },
      { CALLBACK_SECRET: 'whsec_?' },
      { CALLBACK_SECRET_FILE: '/nowhere/secret' },
    ]) {
      assert.throws(
        () => readCallbackRules(env),
        (error) => hasCode(error, 'settings-not-valid') && !error.message.includes(String(env.CALLBACK_SECRET)),
      )
    }
  })
})
