import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hasCode } from '../errors/failure.ts'
import { readMultipart } from './multipart.ts'

/** The bytes of a form as Node itself writes it, with their content type. */
async function written(form: FormData): Promise<[Uint8Array, string]> {
  const response = new Response(form)
  const contentType = response.headers.get('content-type') ?? ''
  return [new Uint8Array(await response.arrayBuffer()), contentType]
}

const isRefused = (bytes: Uint8Array, contentType: string, maxFiles = 1) =>
  assert.rejects(readMultipart(bytes, contentType, maxFiles), (error) => hasCode(error, 'request-not-valid'))

describe('a multipart form', () => {
  it('gives back every field and the bytes of every file', async () => {
    const name = fc.stringMatching(/^[a-z]{1,20}$/)
    const value = fc.string({ unit: 'grapheme', maxLength: 50 }).filter((text) => !/[\r\n]/.test(text))
    const bytes = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 5 })
    const property = fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 8 }), bytes, async (fields, files) => {
      const form = new FormData()
      for (const [key, text] of Object.entries(fields)) form.append(key, text)
      for (const file of files) form.append('image', new Blob([file.slice()], { type: 'image/png' }), 'a.png')
      const read = await readMultipart(...(await written(form)), 5)
      assert.deepEqual({ ...read.fields }, { ...fields })
      assert.deepEqual(
        read.files.map((file) => [...file]),
        files.map((file) => [...file]),
      )
    })
    await fc.assert(property, { numRuns: 60 })
  })

  it('is refused when it is cut off, has no boundary, or none of what it says', async () => {
    const form = new FormData()
    form.append('image', new Blob([new Uint8Array(100)], { type: 'image/png' }), 'a.png')
    const [bytes, contentType] = await written(form)
    await isRefused(bytes.subarray(0, bytes.length - 30), contentType)
    await isRefused(bytes.subarray(0, 20), contentType)
    await isRefused(bytes, 'multipart/form-data')
    await isRefused(Buffer.from('nothing of that kind'), contentType)
  })

  it('is refused with too many files or fields, a field twice, or one that is too long', async () => {
    const refused = async (fill: (form: FormData) => void) => {
      const form = new FormData()
      fill(form)
      await isRefused(...(await written(form)))
    }
    await refused((form) => {
      for (const name of ['a', 'b']) form.append(name, new Blob([new Uint8Array(1)]), 'x')
    })
    await refused((form) => {
      for (let count = 0; count < 40; count += 1) form.append(`f${count}`, 'x')
    })
    await refused((form) => {
      for (const value of ['1', '2']) form.append('width', value)
    })
    await refused((form) => form.append('width', '1'.repeat(2000)))
  })
})
