import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { photographLike } from '../../src/picture/kernel/sample-pictures.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'
import { seededRandom } from '../random.ts'
import { readWholeCorpus, skip } from './corpus.ts'
import { type Outcome, send } from './send.ts'

const IN_FLIGHT = 16
const CANARY_EVERY_MS = 200
const MOST_TIMES_SLOWER = 3

/** A picture to be sent, and where its outcomes are told apart from those of others. */
interface Sent {
  readonly file: string
  readonly picture: Buffer
}

/**
 * What hostile pictures do to somebody who sends a good one at the same time, the canary. Its latency is compared with
 * what it is among as many good pictures, which is what hostility alone costs; what it is on an idle service is printed
 * beside it: senders that keep two cores busy all the time cost a canary its share of them, whatever they send.
 */
describe('a corpus of pictures, 16 in flight', { skip }, () => {
  const data = temporaryFolder()
  const corpus: Sent[] = readWholeCorpus().map(({ file, bytes }) => ({ file, picture: bytes() }))
  const seeds = (process.env['CORPUS_SEEDS']?.split(',') ?? [1, 2, 3].map((turn) => Date.now() * turn)).map(
    (seed) => Number(seed) % 1_000_000,
  )
  let service: LocalProcess
  let canary: Buffer
  let good: Sent[]
  before(async () => {
    service = await startLocalProcess({ DATA_DIR: data.folder })
    canary = await photograph(640, 480)
    const pictures = await Promise.all(GOOD_SIDES.map(([width, height]) => photograph(width, height)))
    good = corpus.map((_, at) => ({ file: 'good', picture: pictures[at % pictures.length] ?? canary }))
  })
  after(async () => {
    await service.end('SIGKILL')
    data.remove()
  })

  it('loses none, ends each as when it is alone, and keeps a good picture quick', async (t) => {
    t.diagnostic(`CORPUS_SEEDS=${seeds.join()}`)
    const alone = new Map<string, string>()
    for (const { file, picture } of corpus) alone.set(file, endOf(await send(service.url, picture)))

    const latencies = { corpus: [] as number[], good: [] as number[], idle: [] as number[] }
    for (const seed of seeds) {
      const startedAt = performance.now()
      const ends = await withCanaries(latencies.corpus, () => sendAll(shuffled(corpus, seed)))
      const lengthMs = performance.now() - startedAt
      assert.equal(ends.length, corpus.length)
      assert.deepEqual(
        ends.filter(({ file, end }) => end !== alone.get(file)),
        [],
      )
      await withCanaries(latencies.good, () => sendAll(shuffled(good, seed), startedAt + 2 * lengthMs))
      await withCanaries(latencies.idle, () => sleep(lengthMs))
    }
    for (const [name, found] of Object.entries(latencies)) t.diagnostic(`canary, ${name}: ${describeLatencies(found)}`)
    const ratio = percentile(latencies.corpus, 99) / percentile(latencies.good, 99)
    t.diagnostic(`p99 among the corpus: ${ratio.toFixed(1)} × that among good pictures`)
    assert.ok(ratio <= MOST_TIMES_SLOWER)
  })

  /** Sends everything, so many at a time, until nothing is left or the time is over. */
  async function sendAll(queue: Sent[], until = Infinity): Promise<{ file: string; end: string }[]> {
    const ends: { file: string; end: string }[] = []
    const sender = async () => {
      for (let next = queue.pop(); next && performance.now() < until; next = queue.pop()) {
        const outcome = await send(service.url, next.picture)
        assert.ok(outcome.status < 500, `${next.file}: ${outcome.status}`)
        ends.push({ file: next.file, end: endOf(outcome) })
      }
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, sender))
    return ends
  }

  /** Sends the canary at its rate while `work` goes on. @param latencies where its latencies in milliseconds go */
  async function withCanaries<T>(latencies: number[], work: () => Promise<T>): Promise<T> {
    const flights: Promise<void>[] = []
    const release = async () => {
      const { code, ms } = await send(service.url, canary)
      assert.equal(code, 'completed')
      latencies.push(ms)
    }
    const timer = setInterval(() => flights.push(release()), CANARY_EVERY_MS)
    try {
      return await work()
    } finally {
      clearInterval(timer)
      await Promise.all(flights)
    }
  }
})

/** Sides of plain good pictures, from a thumbnail to a screen. */
const GOOD_SIDES = [
  [120, 90],
  [640, 480],
  [1280, 720],
] as const

function photograph(width: number, height: number): Promise<Buffer> {
  const { data } = photographLike(width, height)
  return sharp(data, { raw: { width, height, channels: 4 } })
    .jpeg()
    .toBuffer()
}

const endOf = ({ code, sides }: Outcome) => `${code} ${sides ?? ''}`

/** In an order that the seed determines. */
function shuffled(pictures: readonly Sent[], seed: number): Sent[] {
  const random = seededRandom(seed)
  return pictures
    .map((picture) => ({ picture, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ picture }) => picture)
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  return sorted[Math.ceil((sorted.length * share) / 100) - 1] ?? Number.NaN
}

function describeLatencies(latencies: readonly number[]): string {
  const [median, p99] = [50, 99].map((share) => percentile(latencies, share).toFixed(0))
  return `median ${median} ms, p99 ${p99} ms of ${latencies.length}`
}
