import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonWithImage } from './image-json.ts'

test('is what JSON.stringify gives, whatever the members and the picture are', () => {
  const members = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { minKeys: 1 })
  fc.assert(
    fc.property(members, fc.uint8Array({ maxLength: 100 }), members, (before, image, behind) => {
      const json = jsonWithImage(before, image, behind).toString()
      const expected = [before, { image: Buffer.from(image).toString('base64') }, behind].map((part) =>
        JSON.stringify(part).slice(1, -1),
      )
      assert.equal(json, `{${expected.join(',')}}`)
    }),
  )
})
