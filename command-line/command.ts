import type { ParseArgsOptionsConfig } from 'node:util'
import type { Gateway } from './gateway.ts'

/** What a command has to work with. */
export interface CommandContext {
  readonly gateway: Gateway
  /** What stood behind the command's name and its options. */
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  /** Tells a result: for people on a terminal, else one line of JSON. */
  tell(value: object, forPeople: string): void
  /** Shows how far a longer work is, where somebody looks. */
  showProgress(done: number, all: number, what: string): void
}

/** One command of the tool. */
export interface Command {
  readonly name: string
  /** How it is called, and a sentence on what it does. */
  readonly usage: string
  readonly options: ParseArgsOptionsConfig
  /** @returns the exit code; rejects with a CommandError */
  run(context: CommandContext): Promise<number>
}
