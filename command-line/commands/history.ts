import type { Command } from '../command.ts'
import { CommandError, EXIT } from '../exit-code.ts'

interface History {
  readonly identifier: string
  readonly events: readonly { readonly type: string; readonly time: string; readonly data: Record<string, unknown> }[]
}

/** Tells everything that happened to an operation. */
export const history: Command = {
  name: 'history',
  usage: `history <id>
      Tells everything that happened to an operation, as CloudEvents where it is told as JSON.`,
  options: {},

  async run({ gateway, words, tell }) {
    const [id] = words
    if (id === undefined) throw new CommandError(EXIT.usage, 'Name the ID of an operation.')
    const told = await gateway.json<History>(`/api/${encodeURIComponent(id)}/events`)
    tell(told, told.events.map(toLine).join('\n'))
    return EXIT.done
  },
}

function toLine({ time, type, data }: History['events'][number]): string {
  const happening = type.slice(type.lastIndexOf('.') + 1)
  const recorded = Object.entries(data).map(([name, value]) => `${name}=${toShort(value)}`)
  return `${time}  ${happening.padEnd(13)} ${recorded.join(' ')}`
}

/** A value on one line: what is nested, by its own values. */
function toShort(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value).slice(0, 60)
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}: ${String(typeof one === 'object' ? '…' : one).slice(0, 12)}`)
    .join(', ')}}`
}
