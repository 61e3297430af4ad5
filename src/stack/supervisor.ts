import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Program } from './programs.ts'

/** How one process of the stack is. */
export interface ProgramState {
  readonly name: string
  readonly url: string
  readonly readyUrl: string
  /** Undefined between an end and the next start. */
  readonly pid: number | undefined
  /** Epoch milliseconds of its last start. */
  readonly startedAt: number
  /** How often it ended by itself and was started again. */
  readonly restarts: number
}

/** Keeps processes running. */
export interface Supervisor {
  states(): ProgramState[]
  /** Lets every process drain (SIGTERM), kind by kind, the last started first; kills those that take too long. */
  stop(): Promise<void>
}

interface SupervisorOptions {
  readonly programs: readonly Program[]
  /** The environment of every process. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The project's folder. */
  readonly root: string
  /** Where the log of every process is and its ID, as `<name>.log` and `<name>.pid`. */
  readonly folder: string
  /** Epoch milliseconds. */
  readonly clock: () => number
}

/** A process that ends at once, again and again, is started again after growing delays, in milliseconds. */
const RESTART_DELAYS_MS = [200, 500, 1000, 2000, 5000] as const
/** A process that ran as long as this began well: the delays begin anew. */
const RAN_WELL_MS = 10_000
/** Longer than any process takes that drains. */
const LAST_MOMENT_MS = 40_000

/** Starts processes and starts those again that end. They notice by the end of their channel when this process is gone. */
export function startSupervisor({ programs, env, root, folder, clock }: SupervisorOptions): Supervisor {
  mkdirSync(folder, { recursive: true })
  let isStopping = false
  const kept = programs.map(keep)

  return {
    states: () => kept.map(({ state }) => state()),
    async stop() {
      isStopping = true
      const groups = Map.groupBy(kept.toReversed(), ({ kind }) => kind)
      for (const group of groups.values()) await Promise.all(group.map(({ stop }) => stop()))
    },
  }

  function keep(program: Program) {
    const { name, args, url, readyUrl } = program
    const pidFile = join(folder, `${name}.pid`)
    let child: ChildProcess | undefined
    let ended = Promise.resolve()
    let startedAt = clock()
    let restarts = 0
    let quickEnds = 0
    let restarting: NodeJS.Timeout | undefined
    start()

    return {
      kind: name.replace(/-\d+$/, ''),
      state: (): ProgramState => ({ name, url, readyUrl, pid: child?.pid, startedAt, restarts }),
      async stop() {
        clearTimeout(restarting)
        child?.kill('SIGTERM')
        const tooLong = setTimeout(() => child?.kill('SIGKILL'), LAST_MOMENT_MS)
        await ended
        clearTimeout(tooLong)
      },
    }

    function start(): void {
      const log = openSync(join(folder, `${name}.log`), 'a')
      startedAt = clock()
      const started = spawn(process.execPath, [...args], {
        cwd: root,
        env: { ...env, ...program.env },
        stdio: ['ignore', log, log, 'ipc'],
      })
      closeSync(log)
      child = started
      writeFileSync(pidFile, `${started.pid}\n`)
      ended = new Promise((resolve) => {
        started.once('exit', () => {
          child = undefined
          rmSync(pidFile, { force: true })
          if (!isStopping) startAgain()
          resolve()
        })
      })
    }

    function startAgain(): void {
      quickEnds = clock() - startedAt < RAN_WELL_MS ? quickEnds + 1 : 0
      restarts += 1
      restarting = setTimeout(start, RESTART_DELAYS_MS[Math.min(quickEnds, RESTART_DELAYS_MS.length - 1)])
    }
  }
}
