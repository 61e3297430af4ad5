import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { HEAP_FLAGS, letHeapGrow } from './let-heap-grow.ts'

test('the V8 that runs here knows the flags: it would say nothing of one that it does not know', () => {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })
  for (const flag of HEAP_FLAGS) assert.ok(known.includes(`${flag.split('=')[0]} (`), flag)
})

test('a heap that may grow is collected as a whole less often, however much stands outside of it', () => {
  const collections = (before: string) => {
    const script = `${before}; let kept = [], lived = []
      for (let i = 0; i < 1500; i++) { kept[i % 8] = Buffer.alloc(1e6); if (i % 10 === 0) lived = Array.from({ length: 2e4 }, (_, n) => ({ n })) }`
    const args = ['--trace-gc', '--input-type=module', '-e', script]
    return execFileSync(process.execPath, args, { encoding: 'utf8' }).split('Mark-Compact').length - 1
  }
  const grown = `import { letHeapGrow } from '${new URL('./let-heap-grow.ts', import.meta.url)}'; ${letHeapGrow.name}()`
  const [left, right] = [collections(''), collections(grown)]
  assert.ok(right < left / 2, `${left} collections, then ${right}`)
})
