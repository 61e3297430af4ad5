import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { hasCode } from '../../errors/failure.ts'
import { mysqlSettings } from '../settings.ts'
import { toConnectionOptions, toLabel } from './connection-options.ts'

const read = (url: string, env: Record<string, string> = {}) => toConnectionOptions({ ...mysqlSettings.read(env), url })

describe('connection to MySQL', () => {
  let folder: string
  const file = (name: string, text: string) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'picture-resize-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  it('uses TLS as far as the URL says', () => {
    assert.equal(read('mysql://host').ssl, undefined)
    const ssl = (mode: string) => read(`mysql://host?ssl-mode=${mode}`).ssl
    assert.deepEqual(ssl('REQUIRED'), { rejectUnauthorized: false, verifyIdentity: false })
    assert.deepEqual(ssl('VERIFY_CA'), { rejectUnauthorized: true, verifyIdentity: false })
    assert.deepEqual(ssl('VERIFY_IDENTITY'), { rejectUnauthorized: true, verifyIdentity: true })
  })

  it('believes a named authority alone, and asks it for the host as well', () => {
    const { ssl } = read('mysql://host', { MYSQL_SSL_CA: file('ca.pem', 'an authority') })
    assert.deepEqual(ssl, { rejectUnauthorized: true, verifyIdentity: true, ca: 'an authority' })
  })

  it('reads the password from a file, which may end with a line break', () => {
    const env = { MYSQL_PASSWORD_FILE: file('password', 'from the file\n') }
    assert.equal(read('mysql://user:other@host', env).password, 'from the file')
  })

  it('names a file that it cannot read', () => {
    assert.throws(
      () => read('mysql://host', { MYSQL_SSL_CA: join(folder, 'nothing') }),
      (error) => hasCode(error, 'settings-not-valid') && /^MYSQL_SSL_CA names .+nothing/.test(error.message),
    )
  })

  it('is called by its place and user, never its password', () => {
    assert.equal(toLabel(read('mysql://user:hush@host:1/db')), 'db on host:1 as user')
  })
})
