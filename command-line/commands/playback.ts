import { setTimeout as sleep } from 'node:timers/promises'
import { stepsOf } from '../../src/playback/watch/steps-of.ts'
import { toMermaid } from '../../src/playback/watch/to-mermaid.ts'
import { LANE_HEADS, toText } from '../../src/playback/watch/to-text.ts'
import { type ToldEvent, toEvents } from '../../src/playback/watch/told-events.ts'
import type { Command, CommandContext } from '../command.ts'
import { CommandError, EXIT } from '../exit-code.ts'
import { readPicture } from '../read-picture.ts'

const ID = /^[0-9a-f]{32}$/

/** How much slower than it was a history is played, and the longest pause in it, in milliseconds. */
const SLOWER = 100
const LONGEST_PAUSE_MS = 4_000

/** Shows how an operation went through the parts. */
export const playback: Command = {
  name: 'playback',
  usage: `playback <id | result picture> [--play] [--mermaid]
      Shows how an operation went through the parts: all at once, or with --play a hundred times slower than it was.
      --mermaid makes a sequence diagram of it. Of a result picture, the newest operation that made it.`,
  options: { play: { type: 'boolean' }, mermaid: { type: 'boolean' } },

  async run({ gateway, words, options, tell }) {
    const [named] = words
    if (named === undefined) throw new CommandError(EXIT.usage, 'Name the ID of an operation, or its result picture.')
    const told = ID.test(named) ? await eventsOf(gateway, named) : await eventsOfResult(gateway, named)
    const steps = stepsOf(toEvents(told))
    if (options['mermaid']) {
      process.stdout.write(toMermaid(steps))
      return EXIT.done
    }
    if (options['play'] && process.stdout.isTTY) {
      process.stdout.write(`${LANE_HEADS}\n`)
      for (const [index, step] of steps.entries()) {
        const recorded = step.sinceMs - (steps[index - 1]?.sinceMs ?? 0)
        await sleep(Math.min(LONGEST_PAUSE_MS, recorded * SLOWER))
        process.stdout.write(`${toText(step)}\n`)
      }
      return EXIT.done
    }
    tell({ events: told, steps }, [LANE_HEADS, ...steps.map(toText)].join('\n'))
    return EXIT.done
  },
}

async function eventsOf(gateway: CommandContext['gateway'], id: string): Promise<readonly ToldEvent[]> {
  return (await gateway.json<{ events: readonly ToldEvent[] }>(`/api/${id}/events`)).events
}

async function eventsOfResult(gateway: CommandContext['gateway'], path: string): Promise<readonly ToldEvent[]> {
  const { operations } = await gateway.json<{ operations: readonly { events: readonly ToldEvent[] }[] }>(
    '/api/lookup',
    { method: 'POST', body: new Uint8Array(await readPicture(path)), headers: { 'content-type': 'image/*' } },
  )
  return operations[0]?.events ?? []
}
