import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hasCode } from '../../errors/failure.ts'
import { parseServerAddress } from './server-address.ts'

describe('address of a MySQL server', () => {
  it('fills in what is left out', () => {
    assert.deepEqual(parseServerAddress('mysql://db.example'), {
      host: 'db.example',
      port: 3306,
      user: 'root',
      password: '',
      database: 'picture_resize',
      sslMode: undefined,
    })
  })

  it('reads everything that there is', () => {
    assert.deepEqual(parseServerAddress('mariadb://resize:s%40fe@[::1]:3307/pictures?ssl-mode=verify-ca'), {
      host: '::1',
      port: 3307,
      user: 'resize',
      password: 's@fe',
      database: 'pictures',
      sslMode: 'VERIFY_CA',
    })
  })

  it('reads back any user, password and database', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.isWellFormed())
    fc.assert(
      fc.property(text, text, text, (user, password, database) => {
        const [u, p, d] = [user, password, database].map(encodeURIComponent)
        // A path of dots alone is not a name in any URL.
        fc.pre(!/^(\.|%2e){1,2}$/i.test(d ?? ''))
        const address = parseServerAddress(`mysql://${u}:${p}@host:1/${d}`)
        assert.deepEqual([address.user, address.password, address.database], [user, password, database])
      }),
    )
  })

  it('refuses what it does not understand, without repeating it', () => {
    const wrong = [
      'postgres://user:hush@host',
      'hush',
      'mysql://',
      'mysql://user:hush@host/a/b',
      'mysql://user:hush@host/a?ssl-mode=PREFERRED',
      'mysql://user:hush@host/a?sslmode=REQUIRED',
      'mysql://user:hush%@host/a',
      'mysql://user:hush@host:99999/a',
    ]
    for (const text of wrong) {
      assert.throws(
        () => parseServerAddress(text),
        (error) =>
          hasCode(error, 'settings-not-valid') && /^MYSQL_URL /.test(error.message) && !/hush/.test(error.message),
        text,
      )
    }
  })
})
