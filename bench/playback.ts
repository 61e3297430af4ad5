/**
 * Recorded operations run again under every model: what docs/models.md shows. Of the service as one process, and as the
 * stack where MYSQL_URL and KAFKA_BROKERS name its servers; or of whatever runs at PIPELINE_URL. PLAYBACK_OPERATIONS says how
 * many (500); PLAYBACK_FAULT ends that part in each model.
 */
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { resize } from '../test/client.ts'
import { runningAt, type Service, stackServers, startOneProcess, startStack } from './service.ts'
import { photographOf, type SourceKind } from './sources.ts'

/** What is recorded, by turns. */
const CASES: readonly { source: [kind: SourceKind, width: number, height: number]; options: object }[] = [
  { source: ['jpeg', 640, 480], options: { width: 320, height: 240 } },
  { source: ['jpeg', 64, 64], options: { width: 32, height: 32 } },
  { source: ['png', 320, 240], options: { width: 160, format: 'webp' } },
  { source: ['jpeg', 1280, 960], options: { width: 320, format: 'jpeg' } },
  { source: ['palette-png', 640, 480], options: { width: 200, height: 200, fit: 'cover' } },
]

const AT_ONCE = 4
const POLL_MS = 250
const SLOTS = availableParallelism()

const running = process.env['PIPELINE_URL']
const SERVICES: Readonly<Record<string, () => Promise<Service>>> = running
  ? { [running]: async () => runningAt(running) }
  : {
      'one process': () => startOneProcess(SLOTS),
      ...(stackServers() && { 'Kafka and MySQL': () => startStack({ submits: 2, workers: 1, slots: SLOTS }) }),
    }

/** Records operations and prints the Markdown of a run through all models. */
export async function benchPlayback(): Promise<void> {
  const count = Number(process.env['PLAYBACK_OPERATIONS'] ?? 500)
  const fault = process.env['PLAYBACK_FAULT']
  for (const [name, start] of Object.entries(SERVICES)) {
    const service = await start()
    try {
      const operations = await record(service.url, count)
      console.log(`\nPlayback: ${count} recorded operations through every model, ${name}\n`)
      console.log(await play(service.url, { operations, ...(fault && { fault }) }))
    } finally {
      await service.end()
    }
  }
}

/** @returns the IDs of operations that the service has completed */
async function record(url: string, count: number): Promise<string[]> {
  const sources = await Promise.all(
    CASES.map(async ({ source: [kind, width, height], options }) => ({
      source: await photographOf(width, height, kind),
      options,
    })),
  )
  const ids: string[] = []
  let next = 0
  const client = async () => {
    while (next < count) {
      const one = sources[next++ % sources.length]
      if (!one) return
      const { identifier, status } = await resize(url, one.source, one.options)
      if (status !== 'completed') throw new Error(`the operation ended ${status}`)
      ids.push(identifier)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  return ids
}

/** @returns the report in Markdown */
async function play(url: string, request: object): Promise<string> {
  const asked = await fetch(`${url}/api/playbacks`, { method: 'POST', body: JSON.stringify(request) })
  const { identifier } = (await asked.json()) as { identifier: string }
  for (;;) {
    const answer = await fetch(`${url}/api/playbacks/${identifier}`, { headers: { accept: 'text/markdown' } })
    const text = await answer.text()
    if (answer.status === 200) return text
    await sleep(POLL_MS)
  }
}
