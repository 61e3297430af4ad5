import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { CommandError, EXIT } from './exit-code.ts'

/** The bytes of a picture; `-` is the standard input. Rejects with a CommandError. */
export async function readPicture(path: string): Promise<Uint8Array> {
  if (path === '-') return await buffer(process.stdin)
  return await readFile(path).catch((error: unknown) => {
    throw new CommandError(EXIT.usage, `${path} cannot be read: ${error instanceof Error ? error.message : error}`)
  })
}
