import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type StatusBody, submit, waitForEnd } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'

/**
 * A folder of pictures, many of them hostile: `index.tsv` says in its columns `file` and `expected` what each must become
 * (`valid: WxH`, `invalid`, `bomb: WxH`, `either: WxH`, `unsupported`), and `images/` has them.
 */
const folder = process.env['CORPUS_DIR']
const skip = folder === undefined && 'left out: set CORPUS_DIR to a folder of pictures with an index.tsv'

interface Entry {
  readonly file: string
  readonly expected: string
  readonly format: string
  readonly width: number
  readonly height: number
}

/** What became of a picture: `completed`, or the code with which it was refused or failed. */
interface Outcome {
  readonly status: number
  readonly outcome: string
  readonly source: { readonly width: number; readonly height: number } | undefined
  readonly ms: number
}

const FORMATS = new Set(['png', 'jpeg', 'gif', 'bmp'])

describe('a corpus of pictures, one at a time', { skip }, () => {
  const entries = folder === undefined ? [] : readIndex(folder)
  const outcomes = new Map<Entry, Outcome>()
  const data = temporaryFolder()
  let service: LocalProcess
  before(async () => {
    service = await startLocalProcess({ DATA_DIR: data.folder })
    for (const entry of entries) outcomes.set(entry, await send(entry))
  })
  after(async () => {
    await service.end('SIGKILL')
    data.remove()
  })

  const those = (expected: string) => [...outcomes].filter(([entry]) => entry.expected === expected)
  const names = (found: [Entry, Outcome][]) => found.map(([{ file }, { outcome }]) => `${file}: ${outcome}`)

  it('has entries of every kind', () => {
    for (const kind of ['valid', 'invalid', 'bomb', 'either', 'unsupported']) assert.ok(those(kind).length > 0, kind)
  })

  it('never makes the service fail', async () => {
    assert.deepEqual(names([...outcomes].filter(([, { status }]) => status >= 500)), [])
    assert.equal((await fetch(`${service.url}/healthz`)).status, 200)
  })

  it('never has an invalid picture completed', () => {
    assert.deepEqual(names(those('invalid').filter(([, { outcome }]) => outcome === 'completed')), [])
  })

  it('has every bomb refused within a second', () => {
    assert.deepEqual(names(those('bomb').filter(([, { outcome, ms }]) => outcome === 'completed' || ms >= 1000)), [])
  })

  it('has formats refused by name that are not supported', () => {
    assert.deepEqual(
      names(those('unsupported').filter(([, { outcome }]) => outcome !== 'picture-format-not-supported')),
      [],
    )
  })

  it('has every valid picture of a supported format completed, with its sides as displayed', (t) => {
    const missing = those('valid').filter(([, { outcome }]) => outcome !== 'completed')
    for (const line of names(missing)) t.diagnostic(`not completed: ${line}`)
    assert.deepEqual(names(missing.filter(([{ format }]) => FORMATS.has(format))), [])
    const isTurned = ({ width, height }: Entry, { source }: Outcome) =>
      source?.width !== width || source.height !== height
    const wrong = those('valid').filter(
      ([entry, outcome]) => outcome.outcome === 'completed' && isTurned(entry, outcome),
    )
    assert.deepEqual(names(wrong), [])
  })

  it('has every picture refused that would show memory, 50 times each', async () => {
    for (const entry of entries.filter(({ file }) => file.includes('__leak_'))) {
      for (let time = 0; time < 50; time += 1) assert.notEqual((await send(entry)).outcome, 'completed', entry.file)
    }
  })

  async function send({ file }: Entry): Promise<Outcome> {
    const startedAt = performance.now()
    const response = await submit(service.url, readFileSync(join(folder ?? '', 'images', file)), {
      width: 64,
      height: 48,
    })
    const body = (await response.json()) as StatusBody & { code: string }
    const ended = response.status === 202 ? await waitForEnd(service.url, body.identifier, 60_000) : undefined
    const outcome = ended ? (ended.error?.code ?? ended.status) : body.code
    return { status: response.status, outcome, source: ended?.source ?? undefined, ms: performance.now() - startedAt }
  }
})

function readIndex(folder: string): Entry[] {
  const [head = '', ...lines] = readFileSync(join(folder, 'index.tsv'), 'utf8').trim().split('\n')
  const columns = head.split('\t')
  return lines.map((line) => {
    const cells = line.split('\t')
    const cell = (name: string) => cells[columns.indexOf(name)] ?? ''
    const [, expected = '', width, height] = /^(\w+)(?:: (\d+)x(\d+))?/.exec(cell('expected')) ?? []
    return { file: cell('file'), expected, format: cell('format'), width: Number(width), height: Number(height) }
  })
}
