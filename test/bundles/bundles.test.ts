import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { bundle, root } from '../../scripts/bundle/bundle.ts'
import { catalogue, type ErrorCode } from '../../src/errors/catalogue.ts'
import { apiRoutes } from '../../src/local/api-routes.ts'
import { createInProcessEngine } from '../../src/picture/in-process-engine.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import type { StatusBody } from '../client.ts'
import { freePorts } from '../free-ports.ts'
import { temporaryFolder } from '../local-process.ts'
import { jpeg } from '../pictures.ts'

const options = { width: 40, height: 30, fit: 'fill', upright: true, format: 'webp' } as const
const FUNCTIONS = [
  'resize-submit',
  'resize-status',
  'resize-worker',
  'resize-sweep',
  'resize-lookup',
  'resize-playback',
  'resize-dead-letters',
]

/** The ways in which a folder that the build wrote becomes a function: its name, and what Node is to run. */
const HOSTS = [
  [
    'our host',
    (built: string, folder: string) => [join(built, 'template/node24-ts/host/main.mjs'), `${folder}/handler.mjs`],
  ],
  [
    "OpenFaaS's own template",
    (_: string, folder: string) => [join(import.meta.dirname, 'official-template.ts'), folder],
  ],
] as const

describe('the bundles', () => {
  const { folder, remove } = temporaryFolder()
  const running: ChildProcess[] = []
  before(async () => {
    await promisify(execFile)(process.execPath, [join(root, 'scripts/bundle/main.ts'), folder])
  })
  after(() => {
    for (const child of running) child.kill('SIGKILL')
    remove()
  })

  /** Starts a program far from the project's folder and its packages. @returns the address that it prints */
  async function start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
    running.push(child)
    for await (const chunk of child.stdout) {
      const found = /http:\/\/[\d.:]+/.exec(String(chunk))?.[0]
      child.stdout.resume()
      if (found) return found
    }
    throw new Error(`${args.join(' ')} ended without an address`)
  }

  for (const [name, toArgs] of HOSTS) {
    it(`are functions under ${name}, and give the bytes that the engine gives from its sources`, async () => {
      const env = { DATA_DIR: join(folder, name), ENGINE_SLOTS: '1', host: '127.0.0.1', port: '0', metrics_port: '0' }
      mkdirSync(env.DATA_DIR)
      const [submit, status, worker, sweep, lookup, playback, deadLetters] = await Promise.all(
        FUNCTIONS.map((one) => start(toArgs(folder, join(folder, 'dist', one)), env)),
      )
      const post = (url = '', body: object = {}) =>
        fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })

      const source = await jpeg(90, 70)
      const accepted = await post(submit, { image: source.toString('base64'), ...options })
      assert.equal(accepted.status, 202)
      const { identifier } = (await accepted.json()) as StatusBody
      assert.equal(accepted.headers.get('location'), `/api/${identifier}`)
      const worked = await post(worker, { operation: identifier })
      assert.deepEqual(await worked.json(), { operation: identifier, outcome: 'completed' })
      assert.equal((await post(sweep)).status, 200)
      assert.deepEqual(await (await post(deadLetters, { operation: identifier })).json(), { outcome: 'not-ours' })

      const body = (await (await fetch(`${status}/${identifier}`)).json()) as StatusBody
      const { bytes } = await createInProcessEngine(limitSettings.read({})).resize(source, options)
      assert.equal(body.image, Buffer.from(bytes).toString('base64'))
      const picture = await fetch(`${status}/${identifier}/picture`)
      assert.deepEqual(Buffer.from(await picture.arrayBuffer()), Buffer.from(bytes))
      const found = await (await post(lookup, { image: body.image })).text()
      assert.ok(found.includes(body.source?.digest ?? '-'), found)
      assert.equal((await fetch(`${playback}/${'0'.repeat(32)}`)).status, 404)
      assert.equal((await fetch(`${status}/${'0'.repeat(32)}`)).status, 404)
      assert.equal((await post(submit, { image: '!', ...options })).status, 400)
    })
  }

  it('of the router serve the page and know their functions; the health check says by its exit code how an address is', async () => {
    const port = await freePorts(1)
    const url = `http://127.0.0.1:${port}`
    const env = { PORT: String(port), FUNCTION_URLS: 'resize-submit=http://127.0.0.1:1' }
    running.push(
      spawn(process.execPath, [join(folder, 'dist/router/main.mjs')], { cwd: folder, env, stdio: 'inherit' }),
    )
    const check = join(folder, 'dist/router/health-check.mjs')
    const exitCode = async (address: string) => (await once(spawn(process.execPath, [check, address]), 'exit'))[0]

    while ((await exitCode(`${url}/healthz`)) !== 0) await pause(50)
    assert.match(await (await fetch(url)).text(), /<!doctype html>/)
    const [listed] = (await (await fetch(`${url}/system/functions`)).json()) as { name: string }[]
    assert.equal(listed?.name, 'resize-submit')
    assert.equal(await exitCode(`${url}/nothing-here`), 1)
    assert.equal(await exitCode('http://127.0.0.1:1/'), 1)
  })

  it('of the edge lead from /api to the functions as the one-process way does, and refuse as it does', () => {
    const read = (name: string) => readFileSync(join(folder, 'dist/edge', name), 'utf8')
    const routes = [...read('api.conf').matchAll(/location (=?) ?(\S+) \{[^}]*rewrite \S+ \/function\/(\S+) break;/g)]
    const expected = apiRoutes.flatMap(({ at, name, as }) =>
      at.endsWith('/') ? [['', at, `${name}${as}$1`]] : [at, `${at}/`].map((path) => ['=', path, `${name}${as}`]),
    )
    assert.deepEqual(
      routes.map((found) => found.slice(1)),
      expected,
    )
    const bodies = [...read('problems.conf').matchAll(/ return (\d+) '(.*)';/g)]
    for (const [, status, body = ''] of bodies) {
      const { code, title } = JSON.parse(body) as { code: ErrorCode; title: string }
      assert.deepEqual([catalogue[code].status, catalogue[code].sentence], [Number(status), title])
    }
    assert.ok(read('page/index.html').includes('<!doctype html>'))
  })

  it('are refused when something is in them that must not be, or that cannot be found from a bundle', async () => {
    const outdir = join(folder, 'refused')
    const worker = 'functions/resize-worker/handler.ts'
    await assert.rejects(bundle({ entries: [worker], outdir, without: ['@jimp'] }), /must do without @jimp/)
    const lost = join(folder, 'lost.ts')
    writeFileSync(lost, 'export const here = import.meta.dirname')
    await assert.rejects(bundle({ entries: [lost], outdir }), /has no such place/)
  })
})
