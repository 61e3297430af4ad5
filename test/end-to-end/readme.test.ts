import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import { waitForEnd } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'

const root = join(import.meta.dirname, '../..')

describe('the calls in the documents', () => {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  before(async () => {
    service = await startLocalProcess({ DATA_DIR: join(folder, 'data') })
    const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#369' } })
      .jpeg()
      .toBuffer()
    writeFileSync(join(folder, 'photo.jpg'), photo)
  })
  after(async () => {
    await service.end('SIGKILL')
    remove()
  })

  /** Runs a call as it is written, against the service of this test and an operation of it. */
  const run = (call: string, id = '') => {
    const here = call.replaceAll('http://127.0.0.1:8080', service.url).replaceAll(/[0-9a-f]{32}/g, id)
    return execFileSync('sh', ['-c', here], { cwd: folder, encoding: 'utf8' })
  }
  const idIn = (answer: string) => /[0-9a-f]{32}/.exec(answer)?.[0] ?? assert.fail(answer)

  it('of the README work as they are written, and answer as it says', () => {
    const [submit = '', status = '', picture = ''] = callsOf('README.md')
    const accepted = run(submit)
    assert.match(accepted, /^HTTP\/1.1 202 Accepted/)
    const id = idIn(accepted)
    const body = JSON.parse(run(status, id))
    assert.deepEqual([body.identifier, body.status, body.width], [id, 'completed', 64])
    assert.equal(run(picture, id), '200 image/png 3852 bytes\n')
  })

  it('of docs/api.md work as they are written, and answer as it says', async () => {
    const calls = answeredCallsOf('docs/api.md')
    assert.ok(calls.length > 8, `${calls.length} calls`)
    let id = ''
    for (const [call, answer] of calls) {
      const answered = run(call, id)
      assert.match(answered.trim(), toPattern(answer.trim()), call)
      // What is asked for next is the first operation of the page, once it has ended.
      if (id === '') id = (await waitForEnd(service.url, idIn(answered))).identifier
    }
  })
})

/** The calls of a document that stand with their answers. */
function answeredCallsOf(document: string): [call: string, answer: string][] {
  const text = readFileSync(join(root, document), 'utf8')
  return [...text.matchAll(/```sh\n(curl [^`]+)```\n```\n([^`]+)```/g)].map(([, call = '', answer = '']) => [
    call,
    answer,
  ])
}

/** An answer as a document writes it: `…` stands for anything, an ID for any ID. */
function toPattern(answer: string): RegExp {
  const escaped = answer.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('…', '[^]*?').replaceAll(/[0-9a-f]{32}/g, '[0-9a-f]{32}')}$`)
}

function callsOf(document: string): string[] {
  const text = readFileSync(join(root, document), 'utf8')
  return [...text.matchAll(/```sh\n(curl [^`]+)```/g)].map(([, call = '']) => call)
}
