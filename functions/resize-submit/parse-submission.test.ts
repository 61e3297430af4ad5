import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ErrorCode } from '../../src/errors/catalogue.ts'
import { hasCode } from '../../src/errors/failure.ts'
import type { FunctionEvent } from '../../src/faas/handler.ts'
import { createParseSubmission, maxBodyBytes } from './parse-submission.ts'

const parse = createParseSubmission({ maxSide: 1999, maxSourceBytes: 6 })

const event = (body: unknown, headers: Record<string, string> = {}, query = {}): FunctionEvent => ({
  body: typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body)),
  headers: { 'content-type': 'application/json', ...headers },
  method: 'POST',
  query,
  path: '/',
})

const isRefused = (code: ErrorCode, given: FunctionEvent, detail?: RegExp) =>
  assert.throws(
    () => parse(given),
    (error) => {
      assert.ok(hasCode(error, code), String(error))
      if (detail) assert.match(error.detail ?? '', detail)
      return true
    },
  )

describe('a submission', () => {
  it('is JSON with numbers or numeric texts, and gets its defaults', () => {
    const { source, options } = parse(event({ image: 'YWJj', width: '320', height: 200 }))
    assert.equal(Buffer.from(source).toString(), 'abc')
    assert.deepEqual(options, { width: 320, height: 200, fit: 'fill', upright: true, format: 'png' })
  })

  it('may leave out one side, not both', () => {
    assert.deepEqual(parse(event({ image: 'YWJj', height: 7 })).options.width, undefined)
    isRefused('request-not-valid', event({ image: 'YWJj' }))
  })

  it('is JSON whatever curl or faas-cli call it', () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/vnd.api+json; charset=utf-8']) {
      assert.equal(parse(event({ image: 'YWJj', width: 1 }, { 'content-type': type })).options.width, 1)
    }
    assert.equal(parse({ ...event({ image: 'YWJj', width: 1 }), headers: {} }).options.width, 1)
  })

  it('is an object that the official template has parsed already', () => {
    assert.equal(parse({ ...event(''), body: { image: 'YWJj', width: 1 } }).options.width, 1)
  })

  it('is the bytes of a picture with the options in the query', () => {
    const { source, options } = parse(event('abc', { 'content-type': 'image/png' }, { width: '5', upright: 'false' }))
    assert.equal(Buffer.from(source).toString(), 'abc')
    assert.deepEqual([options.width, options.upright], [5, false])
  })

  it('has sides of 1 to 1999 pixels', () => {
    for (const width of [1, 1999]) assert.equal(parse(event({ image: 'YWJj', width })).options.width, width)
    for (const width of [0, 2000, -1, 1.5, '', '0', '2000', '1e3', ' 5', null, true, [], {}]) {
      isRefused('request-not-valid', event({ image: 'YWJj', width }), /width/)
    }
  })

  it('names every fault at once', () => {
    isRefused(
      'request-not-valid',
      event({ image: 5, width: 0, fit: 'x', colour: 'red' }),
      /colour.*image|image.*colour/,
    )
  })

  it('has a picture of at most the allowed bytes', () => {
    assert.equal(parse(event({ image: Buffer.from('123456').toString('base64'), width: 1 })).source.length, 6)
    isRefused('picture-too-large', event({ image: Buffer.from('1234567').toString('base64'), width: 1 }))
    isRefused('picture-too-large', event('1234567', { 'content-type': 'image/png' }, { width: '1' }))
  })

  it('is refused with a code for what it is not', () => {
    isRefused('body-not-json', event('{'))
    isRefused('body-not-json', event(Buffer.from([0x22, 0xff, 0x22])))
    isRefused('request-not-valid', event('[]'))
    isRefused('request-not-valid', event('null'))
    isRefused('base64-not-valid', event({ image: '???', width: 1 }))
    isRefused('media-type-not-supported', event('x', { 'content-type': 'application/xml' }))
  })

  it('may carry an Idempotency-Key of printable ASCII', () => {
    const withKey = (key: string) => event({ image: 'YWJj', width: 1 }, { 'idempotency-key': key })
    assert.equal(parse(withKey('k-1')).idempotencyKey, 'k-1')
    isRefused('request-not-valid', withKey(''))
    isRefused('request-not-valid', withKey('é'))
    isRefused('request-not-valid', withKey('x'.repeat(256)))
  })

  it('fits into the longest body with the largest picture', () => {
    for (const bytes of [0, 1, 2, 3, 20_971_520]) assert.ok(maxBodyBytes(bytes) >= Math.ceil(bytes / 3) * 4 + 1000)
  })
})
