import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'
import { peakResidentBytes, residentBytes } from '../resident-memory.ts'
import { readWholeCorpus, skip } from './corpus.ts'
import { send } from './send.ts'

const MEBIBYTE = 1024 * 1024
const MOST_MS = 1000
const MOST_BYTES = 256 * MEBIBYTE

describe('bombs', { skip }, () => {
  const data = temporaryFolder()
  const bombs = readWholeCorpus().filter(({ expected }) => expected === 'bomb')
  let service: LocalProcess
  let idle: number | undefined
  before(async () => {
    service = await startLocalProcess({ DATA_DIR: data.folder })
    // Until the routes and the engine have answered once, the service still grows by itself.
    await send(service.url, Buffer.from('no picture'))
    idle = residentBytes(service.pid)
  })
  after(async () => {
    await service.end('SIGKILL')
    data.remove()
  })

  for (const bomb of bombs) {
    it(`${bomb.file} is refused in under ${MOST_MS} ms and ${MOST_BYTES / MEBIBYTE} MiB above idle`, async (t) => {
      const sent = send(service.url, bomb.bytes())
      const peak = await peakResidentBytes(service.pid, sent)
      const { code, ms } = await sent
      const grown = idle === undefined ? undefined : peak - idle
      t.diagnostic(`${code}, ${ms.toFixed(0)} ms, ${grown === undefined ? '?' : (grown / MEBIBYTE).toFixed(1)} MiB`)
      assert.match(code, /^picture-/)
      assert.ok(ms < MOST_MS)
      if (grown !== undefined) assert.ok(grown < MOST_BYTES)
    })
  }
})
