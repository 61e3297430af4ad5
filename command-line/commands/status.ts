import type { Command } from '../command.ts'
import { CommandError, EXIT } from '../exit-code.ts'
import type { OperationBody } from '../gateway.ts'
import { toJson, toSentence } from '../tell-operation.ts'

/** Tells how an operation stands. */
export const status: Command = {
  name: 'status',
  usage: `status <id> [--wait]
      Tells how an operation stands, with --wait once it has ended.`,
  options: { wait: { type: 'boolean' } },

  async run({ gateway, words, options, tell }) {
    const [id] = words
    if (id === undefined) throw new CommandError(EXIT.usage, 'Name the ID of an operation.')
    const operation = options['wait']
      ? await gateway.waitForEnd(id)
      : await gateway.json<OperationBody>(`/api/${encodeURIComponent(id)}`)
    tell(toJson(operation), toSentence(operation))
    return operation.status === 'failed' ? EXIT.failed : EXIT.done
  },
}
