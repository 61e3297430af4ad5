import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { childrenOf } from '../child-processes.ts'
import { type StatusBody, submit, waitForEnd } from '../client.ts'
import { type LocalProcess, spawnLocal, startLocalProcess, temporaryFolder } from '../local-process.ts'

/** Runs the program to its end. */
async function run(env: Record<string, string>, args: string[] = []) {
  const child = spawnLocal(env, args)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number]
  return { code, output: output.trim() }
}

const folderFor = (t: TestContext) => {
  const { folder, remove } = temporaryFolder()
  t.after(remove)
  return folder
}

describe('starting the service', () => {
  it('explains itself', async () => {
    const { code, output } = await run({}, ['--help'])
    assert.equal(code, 0)
    for (const text of ['Usage: npm start', 'PORT=8080', 'DATA_DIR=.data', 'MAX_SIDE=1999'])
      assert.ok(output.includes(text), text)
  })

  it('says in a sentence that the port is taken', async (t) => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    t.after(() => other.close())
    const { port } = other.address() as AddressInfo
    const { code, output } = await run({ PORT: String(port), DATA_DIR: folderFor(t) })
    assert.deepEqual([code, output], [1, `Port ${port} of 127.0.0.1 is taken. Set another one.`])
  })

  it('says in a sentence that the data folder cannot be used', async (t) => {
    const file = join(folderFor(t), 'file')
    writeFileSync(file, '')
    const { code, output } = await run({ PORT: '0', DATA_DIR: file })
    assert.equal(code, 1)
    assert.match(output, /^The data folder \S+ cannot be used: .*\. Set DATA_DIR to another one\.$/)
  })

  it('does not share its data folder', async (t) => {
    const folder = folderFor(t)
    const first = await startLocalProcess({ DATA_DIR: folder })
    t.after(() => first.end('SIGKILL'))
    const { code, output } = await run({ PORT: '0', DATA_DIR: folder })
    assert.equal(code, 1)
    assert.match(output, /another process uses it/)
  })

  it('names every wrong setting, a sentence each', async () => {
    const { code, output } = await run({ PORT: 'x', MAX_SIDE: '0', upstream_timeout: 'soon' })
    assert.equal(code, 1)
    const lines = output.split('\n')
    assert.equal(lines.length, 3, output)
    for (const [index, name] of ['PORT', 'MAX_SIDE', 'upstream_timeout'].entries())
      assert.ok(lines[index]?.startsWith(name), output)
  })

  it('ends when the npm that started it is told to end', async (t) => {
    const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`
    const npm = spawn('npm', ['start'], { env: { PATH: path, PORT: '0', DATA_DIR: folderFor(t) } })
    let output = ''
    for await (const text of npm.stdout.setEncoding('utf8')) {
      output += text
      if (output.includes('Stop with Ctrl+C')) break
    }
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? ''
    assert.equal((await fetch(`${url}/healthz`)).status, 200)
    npm.kill('SIGTERM')
    const isThere = () =>
      fetch(`${url}/healthz`).then(
        () => true,
        () => false,
      )
    for (let tries = 0; await isThere(); tries += 1) {
      assert.ok(tries < 100, 'it is still served')
      await sleep(100)
    }
  })

  it('prints where it is and a call to try, which works as printed', async (t) => {
    const service = await startLocalProcess({ DATA_DIR: folderFor(t) })
    t.after(() => service.end('SIGKILL'))
    const body = /-d '([^']+)'/.exec(service.output())?.[1]
    const response = await fetch(`${service.url}/api/`, { method: 'POST', body: body ?? '' })
    const { identifier } = (await response.json()) as StatusBody
    const { status, width, height } = await waitForEnd(service.url, identifier)
    assert.deepEqual([status, width, height], ['completed', 64, 64])
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`finishes what is in flight on ${signal}, keeps what waits, and ends with 0`, async (t) => {
      const folder = folderFor(t)
      const picture = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#369' } })
        .jpeg()
        .toBuffer()
      const first = await startLocalProcess({ DATA_DIR: folder, ENGINE_SLOTS: '1' })
      const ids: string[] = []
      for (let count = 0; count < 12; count += 1) {
        const response = await submit(first.url, picture, { width: 300 + count })
        ids.push(((await response.json()) as StatusBody).identifier)
      }
      assert.equal(await first.end(signal), 0)

      const second = await startLocalProcess({ DATA_DIR: folder, ENGINE_SLOTS: '1' })
      t.after(() => second.end('SIGKILL'))
      for (const id of ids) {
        const { status, attempts } = await waitForEnd(second.url, id)
        assert.deepEqual([status, attempts], ['completed', 1])
      }
    })
  }

  it('lets clients go that wait for an operation, follow a log or send slowly, and ends with 0', async (t) => {
    const service = await startLocalProcess({ DATA_DIR: folderFor(t), DRAIN_MS: '500' })
    t.after(() => service.end('SIGKILL'))
    const { identifier } = await submitToStoppedEngine(service)
    const log = await fetch(`${service.url}/system/logs?name=resize-submit&follow=true`)
    const { hostname, port } = new URL(service.url)
    const slow = connect(Number(port), hostname, () =>
      slow.write('POST /api/ HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{'),
    )
    slow.on('error', () => {})
    const waiting = fetch(`${service.url}/api/${identifier}?wait=30`)
    await sleep(200)
    const stoppedAt = performance.now()
    assert.equal(await service.end('SIGTERM'), 0)
    assert.ok(performance.now() - stoppedAt < 25_000)
    assert.equal((await waiting).status, 202)
    await log.text()
    slow.destroy()
  })

  it('gives back what does not end in time, and ends with 0', async (t) => {
    const folder = folderFor(t)
    const first = await startLocalProcess({ DATA_DIR: folder, DRAIN_MS: '0' })
    const { identifier } = await submitToStoppedEngine(first)
    const status = async () => ((await (await fetch(`${first.url}/api/${identifier}`)).json()) as StatusBody).status
    while ((await status()) === 'queued');
    assert.equal(await first.end('SIGTERM'), 0)
    const second = await startLocalProcess({ DATA_DIR: folder })
    t.after(() => second.end('SIGKILL'))
    const { status: ended, attempts } = await waitForEnd(second.url, identifier)
    assert.deepEqual([ended, attempts], ['completed', 2])
  })
})

/** An operation that stays running: the processes of the engine are stopped before it is submitted. */
async function submitToStoppedEngine({ url, pid }: LocalProcess): Promise<StatusBody> {
  for (const child of childrenOf(pid)) process.kill(child, 'SIGSTOP')
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#369' } })
    .png()
    .toBuffer()
  return (await (await submit(url, picture, { width: 20 })).json()) as StatusBody
}
