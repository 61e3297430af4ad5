import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasCode } from '../../errors/failure.ts'
import { readRouterSettings } from './router-settings.ts'

const read = (FUNCTION_URLS: string) => readRouterSettings({ FUNCTION_URLS })

describe('the addresses of functions', () => {
  it('are those of their name, by turns when there are several', () => {
    const { urlsOf } = read('resize-worker=http://a:1/, resize-worker=http://b:2,resize-submit=http://c')
    assert.deepEqual(urlsOf('resize-worker'), ['http://a:1', 'http://b:2'])
    assert.deepEqual(urlsOf('resize-submit'), ['http://c'])
    assert.deepEqual(urlsOf('resize-status'), [])
  })

  it('may have one form for all that are not named', () => {
    const { urlsOf } = read('*=http://*:8080,resize-worker=http://elsewhere')
    assert.deepEqual(urlsOf('resize-status'), ['http://resize-status:8080'])
    assert.deepEqual(urlsOf('resize-worker'), ['http://elsewhere'])
  })

  it('are refused when they are none', () => {
    for (const text of ['', 'resize-worker', 'Resize=http://a', 'a=ftp://b', 'a=http://b,,c=http://d']) {
      assert.throws(
        () => read(text),
        (error) => hasCode(error, 'settings-not-valid'),
        text,
      )
    }
  })
})
