import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hasCode } from '../errors/failure.ts'
import { parseStrictJson } from './strict-json.ts'

const isRefused = (text: string) =>
  assert.throws(
    () => parseStrictJson(text),
    (error) => hasCode(error, 'body-not-json'),
    text.slice(0, 100),
  )

describe('strict JSON', () => {
  it('is parsed as JSON.parse does, for every value', () => {
    const value = fc
      .jsonValue({ noUnicodeString: false, maxDepth: 6 })
      .filter((one) => !JSON.stringify(one).includes('__proto__'))
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2, '\t'), (one, indent) => {
        const text = JSON.stringify(one, null, indent)
        assert.deepEqual(parseStrictJson(text), JSON.parse(text))
      }),
    )
  })

  it('is refused where JSON.parse refuses, without a part of the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        if (!isJson) isRefused(text)
      }),
    )
    assert.throws(() => parseStrictJson('{"image": "secret'), { message: 'body-not-json' })
  })

  it('has each name once in an object, however it is written', () => {
    for (const text of ['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '[{"b":{"a":1, "c":0, "a" :1}}]']) isRefused(text)
    assert.deepEqual(parseStrictJson('[{"a":{"a":"a"}},{"a":"\\"a\\":"}]'), [{ a: { a: 'a' } }, { a: '"a":' }])
  })

  it('has no __proto__, no number that is none, and is not nested deeply', () => {
    for (const text of ['{"__proto__":{}}', '{"a":{"\\u005f_proto__":1}}', '[1e400]', '-1e400', '[[1,{"a":1e999}]]'])
      isRefused(text)
    assert.deepEqual(
      parseStrictJson(`${'['.repeat(32)}${']'.repeat(32)}`),
      JSON.parse(`${'['.repeat(32)}${']'.repeat(32)}`),
    )
    isRefused(`${'['.repeat(33)}${']'.repeat(33)}`)
    isRefused('['.repeat(10_000_000))
    isRefused('{"a":'.repeat(2_000_000))
  })

  it('is read in time, whatever the text looks like', () => {
    const started = performance.now()
    const long = 10_000_000
    assert.equal((parseStrictJson(`{"image":"${'A'.repeat(long)}"}`) as { image: string }).image.length, long)
    isRefused(`{"image":"${'\\'.repeat(long)}`)
    isRefused('"'.repeat(long))
    isRefused(`${'"" '.repeat(1_000_000)}`)
    isRefused(`{"a"${' '.repeat(long)}`)
    assert.ok(performance.now() - started < 20_000)
  })
})
