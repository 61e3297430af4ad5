import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CloudEvent } from '../functions/cloud-event.ts'
import { type StatusBody, submit, waitForEnd } from './client.ts'
import { png } from './pictures.ts'

/** A service whose store can be made to refuse every claim, which no worker expects. */
interface DeadLetterStage {
  readonly url: string
  readonly topic: string
  refuseClaims(): Promise<void> | void
  takeClaims(): Promise<void> | void
}

const WITHIN_MS = 60_000

/**
 * The way of a message that dies and is driven back: the worker answers 500 until the connector gives it up, the history
 * tells so while the operation waits, and a re-drive behind the mended cause completes it.
 */
export async function goTheWayOfADeadLetter({ url, topic, refuseClaims, takeClaims }: DeadLetterStage): Promise<void> {
  const historyOf = async (id: string) =>
    ((await (await fetch(`${url}/api/${id}/events`)).json()) as { events: CloudEvent[] }).events
  const typesOf = (events: readonly CloudEvent[]) => events.map(({ type }) => type.replace(/^.*\./, ''))

  await refuseClaims()
  const response = await submit(url, png({ width: 8, height: 6, colourType: 6 }), { width: 4 })
  assert.equal(response.status, 202)
  const { identifier: id } = (await response.json()) as StatusBody
  let events = await historyOf(id)
  for (const until = Date.now() + WITHIN_MS; !typesOf(events).includes('dead-lettered'); events = await historyOf(id)) {
    assert.ok(Date.now() < until, typesOf(events).join())
    await sleep(50)
  }
  await takeClaims()
  assert.deepEqual(typesOf(events), ['requested', 'published', 'dead-lettered'])
  const [, published, dead] = events.map(({ data }) => data)
  const { letter, toldAt: _, ...cause } = dead ?? {}
  assert.deepEqual(cause, {
    delivery: published?.['position'],
    function: 'resize-worker',
    invocations: 2,
    outcome: '500',
    reason: 'attempts-exhausted',
  })
  const { letters } = (await (await fetch(`${url}/system/dead-letters?topic=${topic}`)).json()) as {
    letters: { partition: number; offset: number; operation: string }[]
  }
  const [own] = letters.filter(({ operation }) => operation === id)
  assert.deepEqual(letter, { topic: `${topic}.dead-letter`, partition: own?.partition, offset: own?.offset })
  const waiting = (await (await fetch(`${url}/api/${id}`)).json()) as StatusBody
  assert.deepEqual([waiting.status, waiting.attempts], ['queued', 0])

  const redriven = await fetch(`${url}/system/dead-letters/re-drive`, {
    method: 'POST',
    body: JSON.stringify({ topic }),
  })
  assert.deepEqual(await redriven.json(), { topic, redriven: 1 })
  assert.equal((await waitForEnd(url, id)).status, 'completed')
  const whole = await historyOf(id)
  assert.deepEqual(typesOf(whole).slice(3), ['dispatched', 'claimed', 'completed'])
  assert.deepEqual([whole[3]?.data['delivery'], whole[3]?.data['invocation']], [cause['delivery'], 1])
  const times = whole.map(({ time }) => time)
  assert.deepEqual(times, times.toSorted())
}
