import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readFailpoint } from './failpoint.ts'

const failpoint = JSON.stringify(join(import.meta.dirname, 'failpoint.ts'))

describe('a failpoint', () => {
  it('is none, unless it is set', () => {
    assert.equal(readFailpoint({}), undefined)
  })

  it('has a name of the list', () => {
    assert.throws(() => readFailpoint({ FAILPOINT: 'after_lunch:exit' }), /FAILPOINT must match pattern/)
    assert.throws(() => readFailpoint({ FAILPOINT: 'after_claim' }), /FAILPOINT must match pattern/)
  })

  it('kills the process that comes to it, and no other', () => {
    const program = `
      import { readFailpoint } from ${failpoint}
      const reach = readFailpoint({ FAILPOINT: 'after_claim:exit' })
      reach('after_complete_before_answer')
      console.log('alive')
      reach('after_claim')
      console.log('dead')`
    const { signal, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    })
    assert.deepEqual([signal, stdout, stderr], ['SIGKILL', 'alive\n', 'failpoint after_claim:exit\n'])
  })
})
