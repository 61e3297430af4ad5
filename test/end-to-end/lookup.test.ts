import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import type { CloudEvent } from '../../functions/cloud-event.ts'
import { resize, type StatusBody } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'

const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex')

/** What a lookup answers, as far as tests look at it. */
interface Found {
  readonly match: 'digest' | 'pixels'
  readonly operations: readonly (StatusBody & {
    readonly reference: string
    readonly identifier?: string
    readonly events: readonly CloudEvent[]
  })[]
}

describe('looking up what made a picture', () => {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  let source: Buffer
  let made: StatusBody
  let result: Buffer
  before(async () => {
    service = await startLocalProcess({ DATA_DIR: folder, ENGINE_SLOTS: '1' })
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
    source = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#369', noise } })
      .png()
      .toBuffer()
    made = await resize(service.url, source, { width: 32, height: 20 })
    result = Buffer.from(made.image ?? '', 'base64')
  })
  after(async () => {
    await service.end('SIGKILL')
    remove()
  })

  const post = (body: string | Buffer | FormData, type?: string) =>
    fetch(`${service.url}/api/lookup`, { method: 'POST', body, ...(type && { headers: { 'content-type': type } }) })
  const found = async (response: Response) => {
    assert.equal(response.status, 200)
    return (await response.json()) as Found
  }
  const refused = async (response: Response, status: number, code: string) =>
    assert.deepEqual([response.status, ((await response.json()) as { code: string }).code], [status, code])

  it('tells the history of the operation, without its identifier and without who brought and worked on it', async () => {
    const { operations } = await found(await post(result, 'image/png'))
    const { events, reference } = operations[0] ?? { events: [], reference: '' }
    assert.deepEqual(
      events.map(({ type, subject }) => [type.replace(/^.*\./, ''), subject]),
      ['requested', 'published', 'dispatched', 'claimed', 'completed'].map((type) => [type, reference]),
    )
    assert.doesNotMatch(JSON.stringify(events), new RegExp(`${made.identifier}|"worker"|"connector"`))
  })

  it('finds the operation by the bytes of its result, however they are sent', async () => {
    const form = new FormData()
    form.append('image', new Blob([new Uint8Array(result)], { type: 'image/png' }), 'result.png')
    const answers = await Promise.all([
      post(result, 'image/png'),
      post(JSON.stringify({ image: result.toString('base64') }), 'application/json'),
      post(JSON.stringify({ digest: sha256(result) }), 'application/json'),
      post(form),
    ])
    for (const answer of answers) {
      const { match, operations } = await found(answer)
      assert.equal(match, 'digest')
      assert.deepEqual(
        operations.map(({ reference }) => reference),
        [sha256(made.identifier)],
      )
    }
  })

  it('tells what was done, and neither the ID nor a picture', async () => {
    const answer = await post(result, 'image/png')
    const text = await answer.clone().text()
    const { identifier, image, ...done } = made
    const told = (await found(answer)).operations.map(({ events: _, ...operation }) => operation)
    assert.deepEqual(told, [{ reference: sha256(identifier), ...done }])
    assert.ok(!text.includes(identifier))
    assert.ok(!text.includes('"image"'))
  })

  it('finds it by its pixels when the picture was saved again without a loss', async () => {
    const again = [
      await sharp(result).png({ compressionLevel: 1, palette: false }).toBuffer(),
      await sharp(result).tiff({ compression: 'none' }).toBuffer(),
      await sharp(result).webp({ lossless: true }).toBuffer(),
    ]
    for (const [index, bytes] of again.entries()) {
      const answer = await post(bytes, 'image/png')
      assert.equal(answer.status, 200, `${index}: ${await answer.clone().text()}`)
      const { match, operations } = await found(answer)
      assert.deepEqual([match, operations[0]?.reference], ['pixels', sha256(made.identifier)])
    }
    const { match } = await found(await post(JSON.stringify({ digest: made.result?.pixelDigest }), 'application/json'))
    assert.equal(match, 'pixels')
  })

  it('finds all that made the same result, the newest first, and none that was erased', async () => {
    const wish = { width: 17, height: 17 }
    const first = await resize(service.url, source, wish)
    const second = await resize(service.url, source, wish)
    const same = Buffer.from(first.image ?? '', 'base64')
    const references = async () => {
      const { operations } = await found(await post(same, 'image/png'))
      return operations.map(({ reference }) => reference)
    }
    assert.deepEqual(await references(), [sha256(second.identifier), sha256(first.identifier)])
    await fetch(`${service.url}/api/${second.identifier}`, { method: 'DELETE' })
    assert.deepEqual(await references(), [sha256(first.identifier)])
    await fetch(`${service.url}/api/${first.identifier}`, { method: 'DELETE' })
    await refused(await post(same, 'image/png'), 404, 'picture-not-known')
  })

  it('says that it knows nothing, and what is no picture', async () => {
    await refused(await post(source, 'image/png'), 404, 'picture-not-known')
    const large = await sharp({ create: { width: 2500, height: 10, channels: 3, background: '#369' } })
      .png()
      .toBuffer()
    await refused(await post(large, 'image/png'), 404, 'picture-not-known')
    await refused(await post(JSON.stringify({ digest: 'f'.repeat(64) })), 404, 'picture-not-known')
    await refused(await post('hello', 'image/png'), 415, 'picture-format-not-supported')
    await refused(await post(result.subarray(0, result.length - 40), 'image/png'), 422, 'picture-malformed')
    await refused(await post(Buffer.alloc(0), 'image/png'), 422, 'picture-empty')
    await refused(await post('{}', 'application/json'), 400, 'request-not-valid')
    await refused(await post('{"digest":"x"}', 'application/json'), 400, 'request-not-valid')
    await refused(await fetch(`${service.url}/api/lookup`), 405, 'method-not-allowed')
  })
})
