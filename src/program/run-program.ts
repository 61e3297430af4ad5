import process from 'node:process'
import { toFailure } from '../errors/failure.ts'
import { letHeapGrow } from './let-heap-grow.ts'

/** A program that runs until it is told to stop. */
export interface Program {
  /** Finishes or gives back what is in flight. */
  stop(): Promise<void>
  /** Rejects when a part broke that only a new start brings back. */
  readonly ended?: Promise<void>
}

interface RunOptions {
  /** When the work in flight has not ended by then, the process ends all the same: milliseconds after the signal. */
  readonly lastMomentMs: number
  /** Said when it begins to stop. */
  readonly farewell?: string
}

/**
 * Runs a program as a process: a start that fails is one sentence and exit code 1, a signal or the end of the parent's
 * channel stops it and the exit code is 0, a part that broke for good ends the process so that its supervisor restarts it.
 */
export async function runProgram(start: () => Promise<Program>, { lastMomentMs, farewell }: RunOptions): Promise<void> {
  letHeapGrow()
  try {
    const program = await start()
    stopOnSignal(program, lastMomentMs, farewell)
    await program.ended
  } catch (error) {
    process.stderr.write(`${toFailure(error).message}\n`)
    process.exit(1)
  }
}

function stopOnSignal(program: Program, lastMomentMs: number, farewell: string | undefined): void {
  let isStopping = false
  const onSignal = async () => {
    if (isStopping) return
    isStopping = true
    if (farewell) process.stdout.write(`${farewell}\n`)
    setTimeout(() => process.exit(1), lastMomentMs).unref()
    await program.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  // Whoever started this process is gone.
  process.on('disconnect', onSignal)
}
