import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { it } from 'node:test'
import { loadKernel } from './kernel.ts'

it('is built from its source byte for byte', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'))
  t.after(() => rmSync(folder, { recursive: true }))
  execFileSync(process.execPath, [join(import.meta.dirname, '../../../scripts/build-kernel.mjs'), folder])
  for (const name of ['kernel-simd.wasm', 'kernel-scalar.wasm']) {
    assert.deepEqual(readFileSync(join(folder, name)), readFileSync(join(import.meta.dirname, name)), name)
  }
})

it('uses vectors where they are', () => {
  assert.equal(loadKernel().flavour, 'simd')
})
