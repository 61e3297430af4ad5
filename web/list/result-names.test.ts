import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resultNames } from './result-names.ts'

const result = (name: string, format = 'png') => ({ name, format, width: 64, height: 48 })

test('a result is named after its picture, with its own sides and format', () => {
  assert.deepEqual(resultNames([result('a photo.of.me.jpeg', 'webp'), result('plain')]), [
    'a photo.of.me-64x48.webp',
    'plain-64x48.png',
  ])
})

test('no two have the same name, on whatever file system', () => {
  const names = resultNames([result('A.png'), result('a.jpg'), result('a.gif'), result('a-64x48-2')])
  assert.equal(new Set(names.map((name) => name.toLowerCase())).size, 4)
})

test('a name is never a path', () => {
  assert.deepEqual(resultNames([result('../../etc/passwd'), result('')]), [
    '..-..-etc-passwd-64x48.png',
    'picture-64x48.png',
  ])
})
