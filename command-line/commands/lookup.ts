import type { Command } from '../command.ts'
import { CommandError, EXIT } from '../exit-code.ts'
import type { OperationBody } from '../gateway.ts'
import { readPicture } from '../read-picture.ts'

interface Found {
  readonly match: 'digest' | 'pixels'
  readonly operations: readonly (OperationBody & {
    readonly reference: string
    readonly requestedAt: string
    readonly engine: string
  })[]
}

/** Tells which operation made a picture, and what it did. */
export const lookup: Command = {
  name: 'lookup',
  usage: `lookup <picture>
      Tells what made a picture: by its very bytes, else by its pixels. - stands for the standard input.`,
  options: {},

  async run({ gateway, words, tell }) {
    const [path] = words
    if (path === undefined) throw new CommandError(EXIT.usage, 'Name a picture.')
    const body = new Uint8Array(await readPicture(path))
    const found = await gateway.json<Found>('/api/lookup', {
      method: 'POST',
      body,
      headers: { 'content-type': 'image/*' },
    })
    tell(found, toLines(found))
    return EXIT.done
  },
}

function toLines({ match, operations }: Found): string {
  const how = match === 'digest' ? 'These very bytes are' : 'These pixels are'
  const lines = operations.map(({ requestedAt, source, width, height, format, attempts, engine }) => {
    const from = source ? `${source.width}×${source.height} ${source.format}` : 'a source that is gone'
    return `  ${requestedAt}  ${from} → ${width}×${height} ${format}, attempt ${attempts}, ${engine}`
  })
  return `${how} the result of:\n${lines.join('\n')}`
}
