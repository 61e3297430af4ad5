import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import sharp from 'sharp'
import type { ApiDocument } from '../../functions/api-document/api-document.ts'
import { resize, type StatusBody, submit } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'

/** One documented answer. */
interface Documented {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}

describe("the API's document", () => {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  let document: ApiDocument
  let picture: Buffer
  /** For each call with a body one that is taken, and what there is to ask for. */
  let taken: Record<string, object>
  let operation: string
  let run: string
  /** Identifiers to ask for: of a completed, a failed and an erased operation, and of none. */
  const ids: string[] = ['f'.repeat(32), 'x']
  before(async () => {
    service = await startLocalProcess({
      DATA_DIR: folder,
      ENGINE_SLOTS: '1',
      MAX_SOURCE_BYTES: '5000',
      MAX_WAIT_MS: '20',
    })
    document = (await (await fetch(`${service.url}/api/openapi.json`)).json()) as ApiDocument
    picture = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#369' } })
      .png()
      .toBuffer()
    const made = await Promise.all([4, 5].map((width) => resize(service.url, picture, { width })))
    ids.push(made[1]?.identifier ?? '')
    operation = made[0]?.identifier ?? ''
    const request = { image: picture.toString('base64'), width: 3 }
    taken = {
      '/api/': request,
      '/api/batch': { requests: [request, {}] },
      '/api/lookup': { digest: made[0]?.result?.digest },
      '/api/playbacks': { operations: [operation] },
    }
    const body = JSON.stringify(taken['/api/playbacks'])
    const accepted = await fetch(`${service.url}/api/playbacks`, { method: 'POST', body })
    run = ((await accepted.json()) as StatusBody).identifier
    await fetch(`${service.url}/api/${ids.at(-1)}`, { method: 'DELETE' })
    const queued = (await (await submit(service.url, picture, { width: 6 })).json()) as StatusBody
    ids.push(queued.identifier)
  })
  after(async () => {
    await service.end('SIGKILL')
    remove()
  })

  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(document as unknown as Record<string, unknown>)
    assert.ok(valid, JSON.stringify(errors))
  })

  it('is a page to be read, with every call on it, and with nothing that runs or comes from elsewhere', async () => {
    const response = await fetch(`${service.url}/api/reference`)
    assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8')
    assert.match(response.headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'sha256-/)
    const page = await response.text()
    for (const path of Object.keys(document.paths)) assert.ok(page.includes(`<code>${path}</code>`), path)
    assert.doesNotMatch(page, /<script|\son\w+=|https?:\/\//)
  })

  it('is kept by every answer, whatever is sent; and nothing that is sent brings out a fault of ours', async () => {
    const validators = validatorsOf(document)
    const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => ({ path, method, responses })),
    )
    const seen = new Set<string>()
    const property = fc.asyncProperty(
      fc.constantFrom(...calls),
      fc.constantFrom(...ids),
      sendings(picture),
      fc.boolean(),
      async ({ path, method, responses }, id, sent, isTaken) => {
        const hasBody = method === 'post'
        const good = { body: JSON.stringify(taken[path]), type: 'application/json', query: '', headers: {} }
        const { body, type, query, headers } = isTaken ? good : sent
        const known = path.includes('playbacks') ? run : method === 'delete' ? id : operation
        const response = await fetch(`${service.url}${path.replace('{id}', isTaken ? known : id)}${query}`, {
          method: method.toUpperCase(),
          headers: { ...headers, ...(hasBody && type !== undefined && { 'content-type': type }) },
          ...(hasBody && { body: body as string }),
        })
        const said = `${method} ${path}: ${response.status} ${response.headers.get('content-type')}`
        const text = Buffer.from(await response.arrayBuffer())
        const documented = (responses as Record<string, Documented>)[String(response.status)]
        assert.ok(documented, `${said} is not in the document: ${text.subarray(0, 300)}`)
        assert.ok(response.status < 500, `${said}: ${text.subarray(0, 300)}`)
        seen.add(`${method} ${path} ${response.status}`)
        if (method === 'head' || !documented.content) return assert.equal(text.length, 0, said)
        const mediaType = response.headers.get('content-type')?.replace(/;.*/, '') ?? ''
        assert.ok(documented.content[mediaType], `${said} has a media type that is not in the document`)
        if (mediaType.endsWith('json')) {
          const validate = validators(path, method, response.status, mediaType)
          assert.ok(validate(JSON.parse(text.toString())), `${said}: ${JSON.stringify(validate.errors)} ${text}`)
        }
      },
    )
    await fc.assert(property, { numRuns: 600 })
    for (const { path, method } of calls) {
      assert.ok(
        [...seen].some((one) => one.startsWith(`${method} ${path} 2`)),
        `no success of ${method} ${path}`,
      )
    }
  })

  it('leaves out no method: any other one is refused', async () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const others = ['get', 'post', 'put', 'patch', 'delete'].filter((method) => !(method in methods))
      for (const method of others) {
        const response = await fetch(`${service.url}${path.replace('{id}', ids[0] ?? '')}`, {
          method: method.toUpperCase(),
        })
        assert.equal(response.status, 405, `${method} ${path}`)
        assert.equal(response.headers.get('content-type'), 'application/problem+json')
      }
    }
  })
})

/** Bodies, queries and headers, good ones and bad ones. */
function sendings(picture: Buffer) {
  const image = picture.toString('base64')
  const side = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer(), fc.constantFrom('12', '', null, 1e300))
  const wish = fc.record(
    {
      image: fc.constantFrom(image, `data:image/png;base64,${image}`, '?', ''),
      width: side,
      height: side,
      fit: fc.constantFrom('cover', 'inside', 'x'),
      format: fc.constantFrom('png', 'jpeg', 'same', 'x'),
      callback: fc.constantFrom('http://127.0.0.1:9/', 'https://a.invalid/', 'ftp://a.invalid/', ''),
    },
    { requiredKeys: ['image', 'width'] },
  )
  const good = fc.integer({ min: 1, max: 40 }).map((width) => ({ image, width }))
  const json = fc
    .oneof(
      good,
      wish,
      fc.array(fc.oneof(good, wish), { maxLength: 3 }).map((requests) => ({ requests })),
      fc.constant({ image }),
      fc.constantFrom(
        { digest: 'f'.repeat(64) },
        { operations: ['f'.repeat(32)] },
        { operations: { from: 0, to: 1 } },
        { operations: { from: 0, to: '2999-01-01' }, models: ['event-notification'] },
      ),
      fc.jsonValue(),
    )
    .map((value) => ({ body: JSON.stringify(value), type: 'application/json' as string | undefined }))
  const bytes = fc
    .oneof(fc.constant(new Uint8Array(picture)), fc.uint8Array({ maxLength: 60 }), fc.constant(new Uint8Array(5001)))
    .chain((body) =>
      fc
        .constantFrom('image/png', 'image/x', 'text/html', 'application/json', 'multipart/form-data')
        .map((type) => ({ body, type: type as string | undefined })),
    )
  const form = fc.array(fc.constantFrom('width', 'height', 'fit', 'image'), { maxLength: 4 }).map((names) => {
    const body = new FormData()
    for (const name of names)
      body.append(name, name === 'image' ? new Blob([new Uint8Array(picture)], { type: 'image/png' }) : '7')
    return { body, type: undefined }
  })
  const headers = fc.record(
    {
      accept: fc.constantFrom(
        '*/*',
        'application/json',
        'image/*',
        'text/event-stream',
        'text/html',
        'text/markdown',
        'x',
        '',
      ),
      prefer: fc.constantFrom('wait=1', 'respond-async'),
      range: fc.constantFrom('bytes=0-3', 'bytes=-1', 'bytes=99999-', 'lines=1'),
      'if-none-match': fc.constantFrom('*', '"x"'),
      'idempotency-key': fc.constantFrom('a', 'b', ' ', 'x'.repeat(260)),
      'last-event-id': fc.constantFrom('0', '3', '99', 'x'),
      'content-encoding': fc.constantFrom('identity', 'gzip'),
    },
    { requiredKeys: [] },
  )
  const query = fc.constantFrom(
    '',
    '',
    '?width=9',
    '?width=9&fit=cover',
    '?width=0',
    '?wait=0',
    '?wait=x',
    '?width=1&width=2',
    '?__proto__=1',
  )
  return fc
    .tuple(fc.oneof(json, bytes, form), query, fc.oneof(fc.constant({}), headers))
    .map(([sent, query, headers]) => ({ ...sent, query, headers }))
}

/** What a body is checked against, compiled once. */
function validatorsOf(document: ApiDocument) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema(document, 'document')
  return (path: string, method: string, status: number, mediaType: string): ValidateFunction => {
    const pointer = ['paths', path, method, 'responses', String(status), 'content', mediaType, 'schema']
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/')
    return ajv.getSchema(`document#/${pointer}`) ?? assert.fail(pointer)
  }
}
