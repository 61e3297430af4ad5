import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The service as its own process, on a free port and its own data folder. */
export interface LocalProcess {
  readonly url: string
  readonly pid: number
  /** What it printed so far. */
  output(): string
  /** Sends a signal and waits for the end. @returns the exit code, or the signal's name */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

const main = join(import.meta.dirname, '../src/local/main.ts')

/** Starts the service; resolves once it prints where it is, rejects with its output when it ends before. */
export async function startLocalProcess(env: Readonly<Record<string, string>>): Promise<LocalProcess> {
  const child = spawnLocal({ PORT: '0', ...env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /http:\/\/[\d.:]+/.exec(output)?.[0]
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}:\n${output}`)))
  })
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode ?? 0
      const ended = once(child, 'exit')
      child.kill(signal)
      const [code, by] = (await ended) as [number | null, NodeJS.Signals | null]
      return code ?? by ?? 0
    },
  }
}

/** Starts the service without waiting for anything. The environment has nothing but what is given. */
export function spawnLocal(env: Readonly<Record<string, string>>, args: string[] = []): ChildProcess {
  return spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** A new folder for one test; the returned function removes it. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'picture-resize-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
