import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasCode } from '../errors/failure.ts'
import { createCheckCallback } from './check-callback.ts'

const keys = [Buffer.alloc(24)]

describe('the check of a callback that is asked for', () => {
  it('refuses all of them where nothing signs them', () => {
    const check = createCheckCallback({ keys: [], toPrivate: true })
    assert.throws(
      () => check('https://example.com/'),
      (error) => hasCode(error, 'callbacks-off'),
    )
  })

  it('refuses what can be seen not to be public, unless that is allowed', () => {
    const check = createCheckCallback({ keys, toPrivate: false })
    for (const host of ['example.com', '8.8.8.8']) check(`https://${host}/`)
    for (const host of ['localhost', 'LOCALHOST.', 'a.localhost', '127.0.0.1', '[::1]', '192.168.1.1']) {
      assert.throws(
        () => check(`http://${host}/`),
        (error) => hasCode(error, 'callback-not-allowed'),
        host,
      )
      createCheckCallback({ keys, toPrivate: true })(`http://${host}/`)
    }
  })
})
