import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../../test/local-process.ts'
import { hasCode } from '../errors/failure.ts'
import { createBasicAuth } from './basic-auth.ts'

describe('basic auth', () => {
  it('lets in who has the credentials of the secrets, nobody else', (t) => {
    const { folder, remove } = temporaryFolder()
    t.after(remove)
    writeFileSync(join(folder, 'basic-auth-user'), 'admin\n')
    writeFileSync(join(folder, 'basic-auth-password'), 'pass:word\n')
    const authorize = createBasicAuth(folder)
    const header = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
    authorize(header('admin:pass:word'))
    for (const given of [undefined, '', header('admin:wrong'), header('other:pass:word'), 'Bearer x']) {
      assert.throws(
        () => authorize(given),
        (error) => hasCode(error, 'unauthorized'),
      )
    }
  })

  it('says which file it misses', (t) => {
    const { folder, remove } = temporaryFolder()
    t.after(remove)
    assert.throws(() => createBasicAuth(folder), /basic-auth-user cannot be read/)
  })
})
