import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { readBytes } from '../../src/picture/bytes.ts'
import { sniff } from '../../src/picture/sniff.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'
import { type Entry, type Expectation, readCorpus, readWholeCorpus, skip } from './corpus.ts'
import { NOT_COMPLETED } from './reasons.ts'
import { ASKED, type Outcome, send } from './send.ts'

/** Codes that no picture may end with, whatever it is: the engine or the service failed, not the picture. */
const OURS = new Set([
  'internal',
  'engine-crashed',
  'engine-timed-out',
  'engine-starved',
  'engine-out-of-memory',
  'attempts-exhausted',
])

describe('a corpus of pictures, one at a time', { skip }, () => {
  const outcomes = new Map<Entry, Outcome>()
  const data = temporaryFolder()
  let service: LocalProcess
  before(async () => {
    service = await startLocalProcess({ DATA_DIR: data.folder })
    for (const entry of readCorpus()) outcomes.set(entry, await send(service.url, entry.bytes()))
  })
  after(async () => {
    await service.end('SIGKILL')
    data.remove()
  })

  const those = (expected: Expectation) => [...outcomes].filter(([entry]) => entry.expected === expected)
  const names = (found: [Entry, Outcome][]) => found.map(([{ file }, { code }]) => `${file}: ${code}`)
  const completed = ([, { code }]: [Entry, Outcome]) => code === 'completed'

  it('has entries of every kind', () => {
    for (const kind of ['valid', 'invalid', 'bomb', 'either', 'unsupported'] as const) {
      assert.ok(those(kind).length > 0, kind)
    }
  })

  it('never makes the service or its engine fail', async () => {
    assert.deepEqual(names([...outcomes].filter(([, { status, code }]) => status >= 500 || OURS.has(code))), [])
    assert.equal((await fetch(`${service.url}/healthz`)).status, 200)
  })

  it('never has an invalid picture or a bomb completed', () => {
    assert.deepEqual(names([...those('invalid'), ...those('bomb')].filter(completed)), [])
  })

  it('has formats that are not supported refused by that name', () => {
    const refused = those('unsupported').filter((found) => !completed(found))
    assert.deepEqual(names(refused.filter(([, { code }]) => code !== 'picture-format-not-supported')), [])
  })

  it('has every valid picture completed, or listed with the reason', (t) => {
    const missing = those('valid').filter((found) => !completed(found))
    for (const [{ file }, { code }] of missing) t.diagnostic(`${file}: ${code}: ${NOT_COMPLETED[file] ?? ''}`)
    const unlisted = missing.filter(([entry]) => isSupported(entry) && !(entry.file in NOT_COMPLETED))
    assert.deepEqual(names(unlisted), [])
    const listed = those('valid').filter((found) => completed(found) && found[0].file in NOT_COMPLETED)
    assert.deepEqual(names(listed), [], 'listed as not completed')
  })

  it('finds the sides as displayed, and gives a PNG of the sides that were asked for', () => {
    const wrong = [...outcomes].filter(completed).filter(([{ width, height }, { sides, result }]) => {
      const head = [result?.toString('latin1', 1, 4), result?.readUInt32BE(16), result?.readUInt32BE(20)].join()
      return (sides !== `${width}x${height}` && !Number.isNaN(width)) || head !== `PNG,${ASKED.width},${ASKED.height}`
    })
    assert.deepEqual(
      wrong.map(([{ file }, { sides }]) => `${file}: ${sides}`),
      [],
    )
  })

  it('has every picture refused that would show memory, 50 times each', async () => {
    for (const entry of readWholeCorpus().filter(({ file }) => file.includes('__leak_'))) {
      for (let time = 0; time < 50; time++) {
        assert.notEqual((await send(service.url, entry.bytes())).code, 'completed', entry.file)
      }
    }
  })
})

/** A format off the allow-list is refused by name, and that is all there is to ask for. */
function isSupported(entry: Entry): boolean {
  return sniff(readBytes(entry.bytes())) !== undefined
}
