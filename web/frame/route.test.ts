import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashOf, readRoute } from './route.ts'

const id = '0123456789abcdef0123456789abcdef'

test('every route has an address, and comes back from it', () => {
  for (const route of [{ view: '' }, { view: '', id }, { view: 'history' }, { view: 'what-made-this', id }]) {
    assert.deepEqual(readRoute(hashOf(route)), route)
  }
})

test('what is no address of a view is the first one', () => {
  for (const hash of ['', '#', '#/', '#top', `#${id}0`, `#/history/${id}0`, '#//', '#/../x']) {
    assert.deepEqual(readRoute(hash), { view: '' })
  }
})
