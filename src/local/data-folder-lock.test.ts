import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../../test/local-process.ts'
import { hasCode } from '../errors/failure.ts'
import { lockDataFolder } from './data-folder-lock.ts'

const isUnusable = (reason: RegExp) => (error: unknown) => {
  assert.ok(hasCode(error, 'data-folder-not-usable'), String(error))
  assert.match(error.message, reason)
  return true
}

describe('the lock of a data folder', () => {
  it('is for one holder at a time', (t) => {
    const { folder, remove } = temporaryFolder()
    t.after(remove)
    const unlock = lockDataFolder(folder)
    assert.throws(() => lockDataFolder(folder), isUnusable(/another process uses it/))
    unlock()
    lockDataFolder(folder)()
  })

  it('ends with a process that is killed', async (t) => {
    const { folder, remove } = temporaryFolder()
    t.after(remove)
    const path = join(import.meta.dirname, 'data-folder-lock.ts')
    const script = `import { lockDataFolder } from ${JSON.stringify(path)}
      lockDataFolder(process.argv[1]); console.log('locked'); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, folder])
    await once(child.stdout, 'data')
    assert.throws(() => lockDataFolder(folder), isUnusable(/another process uses it/))
    child.kill('SIGKILL')
    await once(child, 'exit')
    lockDataFolder(folder)()
  })

  it('cannot be had where there is no folder to write to', (t) => {
    const { folder, remove } = temporaryFolder()
    t.after(remove)
    writeFileSync(join(folder, 'file'), '')
    assert.throws(() => lockDataFolder(join(folder, 'file')), isUnusable(/cannot be used/))
  })
})
