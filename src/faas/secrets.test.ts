import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../../test/local-process.ts'
import { hasCode } from '../errors/failure.ts'
import { createSecrets } from './secrets.ts'

describe('secrets', () => {
  it('are files that only their owner can read', (t) => {
    const { folder, remove } = temporaryFolder()
    t.after(remove)
    const secrets = createSecrets(join(folder, 'secrets'))
    assert.deepEqual(secrets.list(), [])
    secrets.write('webhook-key', 'one')
    secrets.write('webhook-key', 'two')
    assert.deepEqual(secrets.list(), ['webhook-key'])
    assert.equal(readFileSync(join(folder, 'secrets/webhook-key'), 'utf8'), 'two')
    assert.equal(statSync(join(folder, 'secrets/webhook-key')).mode & 0o777, 0o600)
    assert.equal(secrets.remove('webhook-key'), true)
    assert.equal(secrets.remove('webhook-key'), false)
  })

  it('are never written outside their folder', (t) => {
    const { folder, remove } = temporaryFolder()
    t.after(remove)
    const secrets = createSecrets(folder)
    for (const name of ['../x', '/etc/x', 'a/b', '', '.', '..', 'A', 'x\0']) {
      assert.throws(
        () => secrets.write(name, ''),
        (error) => hasCode(error, 'request-not-valid'),
        name,
      )
    }
  })
})
