import { exec } from 'node:child_process'
import { promisify } from 'node:util'

const START_TRIES = 3
const shell = promisify(exec)

/** Runs a command of the environment. One that fails says why. */
export async function run(command: string): Promise<void> {
  await shell(command).catch((error) => {
    throw new Error(`${error.message}\n${error.stdout}${error.stderr}`)
  })
}

/** A command that starts a server waits for it only so long, and a machine that is busy with all this is slow. */
export async function startServer(command: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run(command)
    } catch (error) {
      if (tries === START_TRIES) throw error
    }
  }
}
