import { type Static, Type } from 'typebox'
import { Failure } from '../errors/failure.ts'
import { STEPS } from './models/step.ts'

/** The schema of what a mediator says through the gateway: take this step with that operation. */
export const commandSchema = Type.Object(
  {
    sandbox: Type.String({ description: 'The key of the sandbox: only its own mediator has it.' }),
    step: Type.Enum([...STEPS]),
    operation: Type.String({ description: "The operation's ID in the sandbox." }),
  },
  { additionalProperties: false },
)

/** A command of a mediator. */
export type Command = Readonly<Static<typeof commandSchema>>

/** Takes a step to its end. Rejects when it is not done and has to be commanded again. */
export type TakeCommand = (command: Command) => Promise<unknown>

/** The sandboxes of this process that can be commanded. */
export interface CommandTakers {
  /** Adds one. @param key 128 random bits, by which its commands are known @returns what removes it again */
  add(key: string, take: TakeCommand): () => void
  /** Brings a command to its sandbox. @throws Failure `playback-not-found` for a key of no sandbox; what `take` throws */
  take: TakeCommand
}

/** Nobody can be commanded yet. */
export function createCommandTakers(): CommandTakers {
  const takers = new Map<string, TakeCommand>()
  return {
    add(key, take) {
      takers.set(key, take)
      return () => void takers.delete(key)
    },
    async take(command) {
      const take = takers.get(command.sandbox)
      if (!take) throw new Failure('playback-not-found')
      await take(command)
    },
  }
}
