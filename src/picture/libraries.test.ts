import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { LIBRARIES, nameVersions } from './libraries.ts'

test('the versions that fingerprints name are those of the packages that are installed', () => {
  for (const [name, version] of Object.entries(LIBRARIES)) {
    const path = join(import.meta.dirname, '../../node_modules', name, 'package.json')
    assert.equal(JSON.parse(readFileSync(path, 'utf8')).version, version, name)
  }
})

test('a fingerprint names them without their owners, and the runtime', () => {
  assert.equal(nameVersions(['@jsquash/webp', 'jimp']), `webp/1.5.0 jimp/1.6.1 zlib/${process.versions.zlib}`)
})
