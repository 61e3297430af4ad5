import assert from 'node:assert/strict'
import { test } from 'node:test'
import { previewOf } from './preview.ts'

const wide = { width: 400, height: 200 }
const square = { width: '100', height: '100' }
const preview = (
  fit: 'fill' | 'contain' | 'cover' | 'inside' | 'outside',
  position: 'center' | 'left' | 'top' = 'center',
) => previewOf({ sides: square, fit, position }, wide) ?? assert.fail()

test('cover lets the picture stand over, on the sides that its position does not keep', () => {
  assert.deepEqual(preview('cover').picture, { left: -50, top: 0, width: 200, height: 100 })
  assert.deepEqual(preview('cover', 'left').picture, { left: 0, top: 0, width: 200, height: 100 })
})

test('contain leaves bars, where its position does not lay the picture', () => {
  assert.deepEqual(preview('contain').picture, { left: 0, top: 25, width: 100, height: 50 })
  assert.deepEqual(preview('contain', 'top').picture, { left: 0, top: 0, width: 100, height: 50 })
})

test('inside and outside give the result another size than was asked for', () => {
  const { result, asked } = preview('inside')
  assert.deepEqual([result.width, result.height], [100, 50])
  assert.deepEqual(asked, { left: 0, top: -25, width: 100, height: 100 })
  assert.deepEqual(preview('outside').asked, { left: 50, top: 0, width: 100, height: 100 })
})

test('the frame has the whole result, and not much beyond it', () => {
  const extreme = previewOf({ sides: square, fit: 'cover', position: 'center' }, { width: 9000, height: 10 })
  assert.deepEqual(extreme?.frame, { left: -30, top: 0, width: 160, height: 100 })
})

test('there is no preview without sides', () => {
  assert.equal(previewOf({ sides: square, fit: 'fill', position: 'center' }, undefined), undefined)
  assert.equal(previewOf({ sides: { width: '', height: '9' }, fit: 'fill', position: 'center' }, wide), undefined)
})
