import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLogBook } from './log-book.ts'

const line = (time: number, name?: string) =>
  `${JSON.stringify({ time, ...(name && { function: name }), msg: `at ${time}` })}\n`

describe('the log book', () => {
  it('keeps the last lines of each function, and none of anything else', () => {
    const book = createLogBook({ capacity: 2, instance: '1' })
    for (const time of [1, 2, 3]) book.stream.write(line(time, 'a'))
    book.stream.write(line(4, 'b'))
    book.stream.write(line(5))
    assert.deepEqual(
      book.read('a', undefined, undefined).map(({ timestamp }) => Date.parse(timestamp)),
      [2, 3],
    )
    assert.equal(book.read('b', undefined, undefined).length, 1)
    assert.deepEqual(book.read('c', undefined, undefined), [])
  })

  it('gives the last ones of them, or those since a time', () => {
    const book = createLogBook({ capacity: 9, instance: '1' })
    book.stream.write(line(1, 'a') + line(2, 'a') + line(3, 'a'))
    assert.equal(book.read('a', 1, undefined)[0]?.timestamp, new Date(3).toISOString())
    assert.equal(book.read('a', undefined, new Date(2)).length, 2)
    assert.equal(book.read('a', 0, undefined).length, 0)
  })

  it('tells who follows each line to come', () => {
    const book = createLogBook({ capacity: 9, instance: '1' })
    const seen: string[] = []
    const stop = book.follow('a', ({ text }) => seen.push(text))
    book.stream.write(line(1, 'a'))
    stop()
    book.stream.write(line(2, 'a'))
    assert.equal(seen.length, 1)
  })
})
