import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crop, isOpaque, layOnCanvas, readColour } from './canvas.ts'

const bitmap = (width: number, height: number, value: number) => {
  const data = Buffer.alloc(width * height * 4)
  for (let at = 0; at < data.length; at += 4) data.writeUInt32BE(value, at)
  return { width, height, data }
}

test('colours are read with and without alpha; none is transparent', () => {
  assert.equal(readColour('#ff8000'), 0xff8000ff)
  assert.equal(readColour('#FF800040'), 0xff800040)
  assert.equal(readColour(undefined), 0)
  for (const wrong of ['', 'red', '#fff', '#12345', '#1234567', '#gggggg', '#123456\n']) {
    assert.throws(() => readColour(wrong), { name: 'Failure', code: 'request-not-valid' })
  }
})

test('a picture lies where it should, the colour around it', () => {
  const laid = layOnCanvas(
    bitmap(1, 1, 0x01020304),
    { width: 3, height: 1 },
    { left: 1, top: 0, width: 1, height: 1 },
    0xff0000ff,
  )
  assert.equal(laid.data.toString('hex'), 'ff0000ff01020304ff0000ff')
})

test('a part is taken out', () => {
  const source = { width: 2, height: 2, data: Buffer.from('00000000111111112222222233333333', 'hex') }
  assert.equal(crop(source, { left: 1, top: 0, width: 1, height: 2 }).data.toString('hex'), '1111111133333333')
  assert.equal(crop(source, { left: 0, top: 0, width: 2, height: 2 }), source)
})

test('one pixel that is not opaque makes the picture not opaque', () => {
  const opaque = bitmap(3, 3, 0x000000ff)
  assert.ok(isOpaque(opaque))
  opaque.data[35] = 254
  assert.ok(!isOpaque(opaque))
})
