import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hasCode } from '../src/errors/failure.ts'
import { decodeBase64 } from './base64.ts'

const isRefused = (text: string) =>
  assert.throws(
    () => decodeBase64(text),
    (error) => hasCode(error, 'base64-not-valid'),
    JSON.stringify(text),
  )

describe('strict base64', () => {
  it('gives back any bytes', () => {
    const check = fc.property(fc.uint8Array(), (bytes) => {
      assert.deepEqual(Buffer.from(decodeBase64(Buffer.from(bytes).toString('base64'))), Buffer.from(bytes))
    })
    fc.assert(check, { numRuns: 1000 })
  })

  it('takes no text but the one that encoding gives', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'AB/+=-_ \nz9é'), maxLength: 12 })
    const check = fc.property(texts, (text) => {
      let decoded: Uint8Array
      try {
        decoded = decodeBase64(text)
      } catch (error) {
        assert.ok(hasCode(error, 'base64-not-valid'))
        return
      }
      assert.equal(Buffer.from(decoded).toString('base64'), text)
    })
    fc.assert(check, { numRuns: 10_000 })
  })

  it('refuses white space, the URL alphabet, missing padding and left-over bits', () => {
    for (const text of [
      'AAA A',
      'AAAA\n',
      'A',
      'AA',
      'AA=',
      'AAA',
      '====',
      'AB==',
      'AAB=',
      '-_-_',
      'AAAA====',
      'AA==AAAA',
    ]) {
      isRefused(text)
    }
  })

  it('takes the payload of a base64 data URL, and refuses other data URLs', () => {
    assert.equal(Buffer.from(decodeBase64('data:image/png;base64,YWJj')).toString(), 'abc')
    assert.equal(Buffer.from(decodeBase64('data:;BASE64,YWJj')).toString(), 'abc')
    for (const text of ['data:image/png,YWJj', 'data:image/png;base64', 'data:', 'data:text/plain;base64,a b'])
      isRefused(text)
  })
})
