import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../test/local-process.ts'

const tool = join(import.meta.dirname, 'picture-resize.mjs')

describe('the command-line tool', () => {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  let picture: Buffer
  before(async () => {
    service = await startLocalProcess({ DATA_DIR: join(folder, 'data'), ENGINE_SLOTS: '1' })
    picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#369' } })
      .jpeg()
      .toBuffer()
    writeFileSync(join(folder, 'photo.jpg'), picture)
    writeFileSync(join(folder, 'broken.png'), 'no picture')
  })
  after(async () => {
    await service.end('SIGKILL')
    remove()
  })

  /** Runs the tool in the folder of the test. */
  async function run(args: readonly string[], input: Uint8Array = new Uint8Array(0), url = service.url) {
    const env = { PATH: process.env['PATH'] ?? '', PICTURE_RESIZE_GATEWAY: url }
    const child = spawn(process.execPath, [tool, ...args], { cwd: folder, env })
    child.stdin.end(input)
    const exit = new Promise<number | null>((resolve) => child.on('close', resolve))
    const [bytes, complaint, code] = await Promise.all([buffer(child.stdout), text(child.stderr), exit])
    return { code, bytes, out: bytes.toString(), complaint, json: () => JSON.parse(bytes.toString()) }
  }

  it('resizes a picture into a file, in the format that its name says', async () => {
    const { code, json } = await run(['photo.jpg', '--width', '32', '-o', 'small.webp'])
    assert.equal(code, 0)
    assert.deepEqual([json().status, json().format, json().image], ['completed', 'webp', undefined])
    const { width, height, format } = await sharp(readFileSync(join(folder, 'small.webp'))).metadata()
    assert.deepEqual([width, height, format], [32, 24, 'webp'])
  })

  it('reads from the standard input and writes to the standard output', async () => {
    const { code, bytes } = await run(['-', '--height', '12', '--output', '-'], picture)
    assert.equal(code, 0)
    assert.equal((await sharp(bytes).metadata()).width, 16)
  })

  it('only asks without -o and --wait; status, history and lookup tell the rest', async () => {
    const { identifier } = (await run(['photo.jpg', '--width', '10'])).json()
    const status = await run(['status', identifier, '--wait'])
    assert.deepEqual([status.code, status.json().status, status.json().width], [0, 'completed', 10])
    const types = (await run(['history', identifier])).json().events.map(({ type }: { type: string }) => type)
    assert.ok(types.includes('picture-resize.operation.completed'))
    await run(['photo.jpg', '--width', '11', '-o', 'eleven.png'])
    const drawn = await run(['playback', 'eleven.png', '--mermaid'])
    assert.match(drawn.out, /^sequenceDiagram[\s\S]*worker->>store: result/)
    const steps = (await run(['playback', identifier])).json().steps.map(({ title }: { title: string }) => title)
    assert.deepEqual([steps[0], steps.at(-1)], ['requested', 'completed'])
    const found = await run(['lookup', 'eleven.png'])
    assert.deepEqual([found.code, found.json().match], [0, 'digest'])
  })

  it('resizes a folder; what fails stops nothing else and shows in the exit code', async () => {
    mkdirSync(join(folder, 'many'))
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) writeFileSync(join(folder, 'many', name), picture)
    writeFileSync(join(folder, 'many', 'text.txt'), 'no picture')
    const good = await run(['batch', 'many', '-o', 'results', '--width', '8', '--format', 'jpeg'])
    assert.equal(good.code, 0)
    assert.equal(good.out.trim().split('\n').length, 3)
    assert.deepEqual(readdirSync(join(folder, 'results')).sort(), ['a.jpeg', 'b.jpeg', 'c.jpeg'])
    writeFileSync(join(folder, 'many', 'bad.png'), 'no picture at all')
    const mixed = await run(['batch', 'many', '-o', 'again', '--width', '8'])
    assert.equal(mixed.code, 3)
    assert.equal(readdirSync(join(folder, 'again')).length, 3)
  })

  it('says what is wrong in a sentence, and in its exit code', async () => {
    const ends = async (code: number, complaint: RegExp, args: string[], url?: string) => {
      const result = await run(args, undefined, url)
      assert.equal(result.code, code, `${args.join(' ')}: ${result.complaint}`)
      assert.match(result.complaint, complaint)
    }
    await ends(2, /Unknown option/, ['photo.jpg', '--widht', '3'])
    await ends(2, /cannot be read/, ['nothing.jpg', '--width', '3'])
    await ends(2, /ID/, ['status'])
    await ends(3, /request-not-valid/, ['photo.jpg', '--width', '3000'])
    await ends(3, /picture-format-not-supported/, ['broken.png', '--width', '3'])
    await ends(5, /operation-not-found/, ['status', 'f'.repeat(32)])
    await ends(5, /picture-not-known/, ['lookup', 'photo.jpg'])
    await ends(4, /cannot be reached/, ['status', 'f'.repeat(32)], 'http://127.0.0.1:9')
  })

  it('explains itself', async () => {
    const help = await run(['--help'])
    assert.equal(help.code, 0)
    for (const word of ['status', 'lookup', 'history', 'batch', 'Exit codes']) assert.ok(help.out.includes(word), word)
    assert.equal((await run([])).code, 2)
  })
})
