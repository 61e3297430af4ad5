import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { Command, CommandContext } from '../command.ts'
import { CommandError, EXIT } from '../exit-code.ts'
import { readPicture } from '../read-picture.ts'
import { toJson, toSentence } from '../tell-operation.ts'
import { askedOf, resizeOptions, resizeUsage } from './resize-options.ts'

const PICTURES = /\.(png|jpe?g|gif|bmp|tiff?|webp)$/i

/** How many pictures are on their way at the same time. */
const AT_ONCE = 4

/** Resizes every picture of a folder. */
export const batch: Command = {
  name: 'batch',
  usage: `batch <folder> -o <folder> ${resizeUsage}
      Resizes every picture of a folder into another one, under the same names. One that fails stops no other.`,
  options: { ...resizeOptions, output: { type: 'string', short: 'o' } },

  async run(context) {
    const { words, options, showProgress } = context
    const [folder] = words
    const output = options['output']
    if (folder === undefined || typeof output !== 'string') {
      throw new CommandError(EXIT.usage, 'Name the folder of the pictures and, with -o, that of the results.')
    }
    const names = (await readdir(folder).catch(() => [])).filter((name) => PICTURES.test(name)).sort()
    if (names.length === 0) throw new CommandError(EXIT.usage, `${folder} has no pictures.`)
    await mkdir(output, { recursive: true })

    const waiting = [...names]
    const codes: number[] = []
    const work = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        codes.push(await resizeOne(context, folder, output, name))
        showProgress(codes.length, names.length, name)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    return codes.find((code) => code !== EXIT.done) ?? EXIT.done
  },
}

async function resizeOne(context: CommandContext, folder: string, output: string, name: string): Promise<number> {
  const { gateway, tell } = context
  try {
    const id = await gateway.submit(await readPicture(join(folder, name)), askedOf(context))
    const operation = await gateway.waitForEnd(id)
    if (operation.image !== undefined) {
      const path = join(output, `${parse(name).name}.${operation.format}`)
      await writeFile(path, Buffer.from(operation.image, 'base64'))
    }
    tell({ name, ...toJson(operation) }, `${name}: ${toSentence(operation)}`)
    return operation.status === 'completed' ? EXIT.done : EXIT.failed
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    tell({ name, problem: error.problem ?? error.message }, `${name}: ${error.message}`)
    return error.exitCode
  }
}
