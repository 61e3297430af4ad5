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
    assert.equal(run(picture, id), '200 image/png 5598 bytes\n')
  })

  it('of docs/api.md work as they are written', async () => {
    const calls = callsOf('docs/api.md')
    assert.ok(calls.length > 0)
    for (const call of calls) assert.equal((await waitForEnd(service.url, idIn(run(call)))).status, 'completed', call)
  })
})

function callsOf(document: string): string[] {
  const text = readFileSync(join(root, document), 'utf8')
  return [...text.matchAll(/```sh\n(curl [^`]+)```/g)].map(([, call = '']) => call)
}
