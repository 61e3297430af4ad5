import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ResizeOptions } from '../api/operation.ts'
import { requestText } from './request-text.ts'

const origin = 'http://127.0.0.1:8080'
const options: ResizeOptions = { width: 320, fit: 'cover', position: 'center', format: 'png', background: '#aabbcc' }
const name = 'it\'s a $(photo) `of` "me".jpg'

/** Runs a text in a shell in which a tool is a script that shows what it is given. */
function run(tool: string, script: string, text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'request-text-'))
  try {
    writeFileSync(join(folder, tool), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    writeFileSync(join(folder, name), 'bytes of the picture'.repeat(20))
    const env = { PATH: `${folder}:${process.env['PATH']}` }
    return execFileSync('sh', ['-c', text], { cwd: folder, env, encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('curl gets the address and the picture, whatever its name', () => {
  const words = run('curl', 'for word; do echo "$word"; done', requestText('curl', { origin, name, options }))
  assert.deepEqual(words.trim().split('\n'), [
    '-i',
    'http://127.0.0.1:8080/api/?width=320&fit=cover&background=%23aabbcc',
    '-H',
    'content-type: image/unknown',
    '--data-binary',
    `@${name}`,
  ])
})

test('faas-cli gets JSON with the picture in base64', () => {
  const told = run('faas-cli', 'cat', requestText('faas-cli', { origin, name, options }))
  const { image, ...rest } = JSON.parse(told)
  assert.equal(Buffer.from(image, 'base64').toString(), 'bytes of the picture'.repeat(20))
  assert.deepEqual(rest, { width: 320, fit: 'cover', background: '#aabbcc' })
})

test('fetch is called with the same address', () => {
  const text = requestText('fetch', { origin, name, options })
  assert.match(text, /^const response = await fetch\("http:\/\/127\.0\.0\.1:8080\/api\/\?width=320&fit=cover&/)
})
