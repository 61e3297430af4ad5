import type { Command } from './command.ts'
import { batch } from './commands/batch.ts'
import { history } from './commands/history.ts'
import { lookup } from './commands/lookup.ts'
import { playback } from './commands/playback.ts'
import { replay } from './commands/replay.ts'
import { resize } from './commands/resize.ts'
import { status } from './commands/status.ts'

/** The commands, in the order in which the help shows them; the first one needs no name. */
export const commands: readonly [Command, ...Command[]] = [resize, status, lookup, history, playback, batch, replay]
