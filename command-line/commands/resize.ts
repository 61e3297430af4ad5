import { writeFile } from 'node:fs/promises'
import type { Command } from '../command.ts'
import { CommandError, EXIT } from '../exit-code.ts'
import { readPicture } from '../read-picture.ts'
import { toJson, toSentence } from '../tell-operation.ts'
import { askedOf, resizeOptions, resizeUsage } from './resize-options.ts'

/** The command that needs no name: resizes one picture. */
export const resize: Command = {
  name: 'resize',
  usage: `<picture> ${resizeUsage} [-o output] [--wait]
      Asks for a picture to be resized and prints the operation's ID. With -o it waits and writes the result, with --wait
      it waits and tells what was done. - stands for the standard input, and for the standard output.`,
  options: { ...resizeOptions, output: { type: 'string', short: 'o' }, wait: { type: 'boolean' } },

  async run(context) {
    const { gateway, words, options, tell } = context
    const [path, ...others] = words
    if (path === undefined || others.length > 0) throw new CommandError(EXIT.usage, 'Name one picture.')
    const output = typeof options['output'] === 'string' ? options['output'] : undefined
    const id = await gateway.submit(await readPicture(path), askedOf(context, output))
    if (output === undefined && options['wait'] !== true) {
      tell({ identifier: id, status: 'queued' }, id)
      return EXIT.done
    }
    const operation = await gateway.waitForEnd(id)
    const isToStandardOutput = output === '-'
    if (output !== undefined && operation.image !== undefined) {
      const result = Buffer.from(operation.image, 'base64')
      await (isToStandardOutput ? writeOut(result) : writeFile(output, result))
    }
    if (!isToStandardOutput) tell(toJson(operation), toSentence(operation))
    else if (operation.error) throw new CommandError(EXIT.failed, toSentence(operation))
    return operation.status === 'completed' ? EXIT.done : EXIT.failed
  },
}

function writeOut(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}
