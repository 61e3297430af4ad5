import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { createServer } from '../faas/server.ts'
import { addPage } from './page.ts'

function serve(t: TestContext, files: Readonly<Record<string, string>>) {
  const dist = mkdtempSync(join(tmpdir(), 'page-'))
  mkdirSync(join(dist, 'assets'))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(dist, path), text)
  const server = createServer({ maxBodyBytes: 1000, requestTimeoutMs: 1000 })
  addPage(server, dist)
  t.after(async () => {
    await server.close()
    rmSync(dist, { recursive: true })
  })
  return server
}

const BUILT = { 'index.html': '<!doctype html>', 'assets/main-ABC.js': 'let built', '.hidden': 'not for you' }

describe('the page', () => {
  it('is asked for anew each time, and answered 304 when it is the same', async (t) => {
    const server = serve(t, BUILT)
    const first = await server.inject('/')
    assert.equal(first.statusCode, 200)
    assert.equal(first.headers['content-type'], 'text/html; charset=utf-8')
    assert.equal(first.headers['cache-control'], 'no-cache')
    const again = await server.inject({ url: '/', headers: { 'if-none-match': String(first.headers.etag) } })
    assert.equal(again.statusCode, 304)
  })

  it('keeps its assets for ever, because their names change with them', async (t) => {
    const answer = await serve(t, BUILT).inject('/assets/main-ABC.js')
    assert.equal(answer.body, 'let built')
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable')
  })

  it('allows nothing from elsewhere and nothing inline', async (t) => {
    const server = serve(t, BUILT)
    for (const url of ['/', '/assets/main-ABC.js']) {
      const { headers } = await server.inject(url)
      const policy = String(headers['content-security-policy'])
      assert.match(policy, /default-src 'self'/)
      assert.doesNotMatch(policy, /unsafe|http|\*/)
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['referrer-policy'], 'no-referrer')
    }
  })

  it('leaves every other address to the server', async (t) => {
    const server = serve(t, BUILT)
    for (const url of ['/nothing', '/assets', '/assets/', '/.hidden', '/..%2f..%2fpackage.json', '/assets/../../x']) {
      const answer = await server.inject(url)
      assert.equal(answer.statusCode, 404, url)
      assert.equal(answer.json().code, 'route-not-found')
    }
  })

  it('says how to build it while it is not built', async (t) => {
    const answer = await serve(t, {}).inject('/')
    assert.equal(answer.statusCode, 501)
    assert.match(answer.json().detail, /scripts\/build-page\.mjs/)
  })
})
