import type { CommandContext } from './command.ts'
import type { CommandError } from './exit-code.ts'

/** What of a command is seen. Results go to the standard output, everything else to standard error. */
export interface Terminal extends Pick<CommandContext, 'tell' | 'showProgress'> {
  complain(error: CommandError): void
  /** Clears what is left of a progress bar. */
  finish(): void
}

const BAR = 24
const CLEAR_LINE = '\r\x1b[K'

/** @param asJson tell results as lines of JSON, for programs */
export function createTerminal({ asJson }: { asJson: boolean }): Terminal {
  const isLookedAt = process.stderr.isTTY
  const clear = () => {
    if (isLookedAt) process.stderr.write(CLEAR_LINE)
  }
  return {
    tell(value, forPeople) {
      clear()
      process.stdout.write(`${asJson ? JSON.stringify(value) : forPeople}\n`)
    },
    showProgress(done, all, what) {
      if (!isLookedAt) return
      const filled = Math.round((done / all) * BAR)
      process.stderr.write(`${CLEAR_LINE}${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${done}/${all} ${what}`)
    },
    complain({ message, problem }) {
      clear()
      process.stderr.write(`${asJson && problem !== undefined ? JSON.stringify(problem) : message}\n`)
    },
    finish: clear,
  }
}
