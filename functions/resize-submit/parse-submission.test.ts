import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ErrorCode } from '../../src/errors/catalogue.ts'
import { hasCode } from '../../src/errors/failure.ts'
import type { FunctionEvent } from '../../src/faas/handler.ts'
import { maxBodyBytes } from '../sent-picture.ts'
import { createParseSubmission } from './parse-submission.ts'

const { one: parse, batch } = createParseSubmission({ maxSide: 1999, maxSourceBytes: 6 }, () => undefined)

const defaults = { fit: 'fill', position: 'center', upright: true, format: 'png' }

const event = (body: unknown, headers: Record<string, string> = {}, query = {}): FunctionEvent => ({
  body: typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body)),
  headers: { 'content-type': 'application/json', ...headers },
  method: 'POST',
  query,
  path: '/',
})

const isRefused = (code: ErrorCode, given: FunctionEvent, detail?: RegExp) =>
  assert.rejects(parse(given), (error) => {
    assert.ok(hasCode(error, code), String(error))
    if (detail) assert.match(error.detail ?? '', detail)
    return true
  })

describe('a submission', () => {
  it('is JSON with numbers or numeric texts, and gets its defaults', async () => {
    const { source, options } = await parse(event({ image: 'YWJj', width: '320', height: 200 }))
    assert.equal(Buffer.from(source).toString(), 'abc')
    assert.deepEqual(options, { width: 320, height: 200, ...defaults })
  })

  it('may leave out one side, not both', async () => {
    assert.deepEqual((await parse(event({ image: 'YWJj', height: 7 }))).options.width, undefined)
    await isRefused('request-not-valid', event({ image: 'YWJj' }))
  })

  it('may ask for a format, a quality and a position', async () => {
    const asked = { width: 1, position: 'top-left', format: 'webp', quality: 1 }
    const { options } = await parse(event({ image: 'YWJj', ...asked }))
    assert.deepEqual(options, { ...defaults, ...asked })
    const query = { width: '1', quality: '100', format: 'same' }
    assert.deepEqual((await parse(event('abc', { 'content-type': 'image/jpeg' }, query))).options, {
      ...defaults,
      width: 1,
      quality: 100,
      format: 'same',
    })
    for (const quality of [0, 101, 1.5, 'high']) {
      await isRefused('request-not-valid', event({ image: 'YWJj', width: 1, quality }), /quality/)
    }
    await isRefused('request-not-valid', event({ image: 'YWJj', width: 1, format: 'tiff' }), /format/)
    await isRefused('request-not-valid', event({ image: 'YWJj', width: 1, position: 'middle' }), /position/)
  })

  it('is JSON whatever curl or faas-cli call it', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/vnd.api+json; charset=utf-8']) {
      assert.equal((await parse(event({ image: 'YWJj', width: 1 }, { 'content-type': type }))).options.width, 1)
    }
    assert.equal((await parse({ ...event({ image: 'YWJj', width: 1 }), headers: {} })).options.width, 1)
  })

  it('is an object that the official template has parsed already', async () => {
    assert.equal((await parse({ ...event(''), body: { image: 'YWJj', width: 1 } })).options.width, 1)
  })

  it('is the bytes of a picture with the options in the query', async () => {
    const { source, options } = await parse(
      event('abc', { 'content-type': 'image/png' }, { width: '5', upright: 'false' }),
    )
    assert.equal(Buffer.from(source).toString(), 'abc')
    assert.deepEqual([options.width, options.upright], [5, false])
  })

  it('has sides of 1 to 1999 pixels', async () => {
    for (const width of [1, 1999]) assert.equal((await parse(event({ image: 'YWJj', width }))).options.width, width)
    for (const width of [0, 2000, -1, 1.5, '', '0', '2000', '1e3', ' 5', null, true, [], {}]) {
      await isRefused('request-not-valid', event({ image: 'YWJj', width }), /width/)
    }
  })

  it('names every fault at once', async () => {
    await isRefused(
      'request-not-valid',
      event({ image: 5, width: 0, fit: 'x', colour: 'red' }),
      /colour.*image|image.*colour/,
    )
  })

  it('has a picture of at most the allowed bytes', async () => {
    assert.equal((await parse(event({ image: Buffer.from('123456').toString('base64'), width: 1 }))).source.length, 6)
    await isRefused('picture-too-large', event({ image: Buffer.from('1234567').toString('base64'), width: 1 }))
    await isRefused('picture-too-large', event('1234567', { 'content-type': 'image/png' }, { width: '1' }))
  })

  it('is refused with a code for what it is not', async () => {
    await isRefused('body-not-json', event('{'))
    await isRefused('body-not-json', event(Buffer.from([0x22, 0xff, 0x22])))
    await isRefused('request-not-valid', event('[]'))
    await isRefused('request-not-valid', event('null'))
    await isRefused('base64-not-valid', event({ image: '???', width: 1 }))
    await isRefused('media-type-not-supported', event('x', { 'content-type': 'application/xml' }))
  })

  it('may carry an Idempotency-Key of printable ASCII', async () => {
    const withKey = (key: string) => event({ image: 'YWJj', width: 1 }, { 'idempotency-key': key })
    assert.equal((await parse(withKey('k-1'))).idempotencyKey, 'k-1')
    await isRefused('request-not-valid', withKey(''))
    await isRefused('request-not-valid', withKey('é'))
    await isRefused('request-not-valid', withKey('x'.repeat(251)))
  })

  it('is refused packed', async () => {
    await isRefused('media-type-not-supported', event({ image: 'YWJj', width: 1 }, { 'content-encoding': 'gzip' }))
  })

  it('comes in batches, of which each request stands for itself', async () => {
    const [good, bad] = await batch(event({ requests: [{ image: 'YWJj', width: 1 }, { width: 1 }] }))
    assert.equal(good?.().options.width, 1)
    assert.throws(
      () => bad?.(),
      (error) => hasCode(error, 'request-not-valid'),
    )
    const withKey = event({ requests: [{ image: 'YWJj', width: 1 }] }, { 'idempotency-key': 'k' })
    assert.equal((await batch(withKey))[0]?.().idempotencyKey, 'k#0')
    for (const count of [0, 101]) {
      const requests = Array.from({ length: count }, () => ({}))
      await assert.rejects(batch(event({ requests })), (error) => hasCode(error, 'request-not-valid'))
    }
  })

  it('fits into the longest body with the largest picture', async () => {
    for (const bytes of [0, 1, 2, 3, 20_971_520]) assert.ok(maxBodyBytes(bytes) >= Math.ceil(bytes / 3) * 4 + 1000)
  })
})
