import { Failure } from '../../errors/failure.ts'
import type { Command } from '../commands.ts'
import type { PartName } from '../models/part-name.ts'
import type { Step } from '../models/step.ts'
import type { SendCommand } from '../ports.ts'
import type { Recorder } from '../record.ts'

/** For how long commands may fail, one after the other, before nobody believes in the gateway any more. Milliseconds. */
const PATIENCE_MS = 60_000

/** Commands a step and waits for its end. @throws Failure `function-unavailable` when it has to be commanded again */
export type CommandStep = (step: Step, operation: string) => Promise<void>

interface CommandParts {
  readonly sendCommand: SendCommand
  /** The key of the sandbox. */
  readonly key: string
  readonly recorder: Recorder
  /** Milliseconds that only grow. */
  readonly elapsed: () => number
  /** Told when no command has been done for too long: a gateway that is not there, or is another system's. */
  readonly broken: (error: unknown) => void
}

/** The commands of a sandbox, through the gateway: each call and each answer is taken down. */
export function createCommands({ sendCommand, key, recorder, elapsed, broken }: CommandParts) {
  let failingSince: number | undefined

  /** Those of one life of a part: what is under way is given up with it, and its answer not heard. */
  return (part: PartName, life: AbortSignal): CommandStep =>
    async (step, operation) => {
      const about = { part, name: step, operation }
      const command: Command = { sandbox: key, step, operation }
      const body = Buffer.from(JSON.stringify(command))
      recorder.note({ ...about, happened: 'command', bytes: body.length })
      try {
        const reply = await sendCommand(body, life)
        recorder.note({ ...about, happened: 'reply', bytes: reply.body.length })
        if (reply.status !== 200) throw notDone(`the step ${step} was answered ${reply.status}`)
        failingSince = undefined
      } catch (error) {
        failingSince ??= elapsed()
        if (elapsed() - failingSince > PATIENCE_MS) broken(nothingDone(error))
        throw error
      }
    }
}

const notDone = (message: string) => new Failure('function-unavailable', { message })

function nothingDone(cause: unknown): Failure {
  const detail = `Through the gateway no command was done for ${PATIENCE_MS / 1000} seconds.`
  return new Failure('function-unavailable', { detail, cause })
}
