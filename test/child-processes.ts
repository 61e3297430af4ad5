import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** The IDs of the processes whose parent is `parent`, from /proc where there is one, else from ps. */
export function childrenOf(parent: number): number[] {
  return parents()
    .filter(([, of]) => of === parent)
    .map(([pid]) => pid)
}

/** Whether the process is there and no zombie. */
export function isAlive(pid: number): boolean {
  return parents().some(([alive]) => alive === pid)
}

/** Waits until it is so; the test runner's own time-out bounds it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(20)
}

function parents(): [pid: number, parent: number][] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(fromProc)
  } catch {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
    return lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number])
  }
}

/** A process can be gone between the listing and the reading; a zombie is gone too. */
function fromProc(pid: string): [number, number][] {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
    return state === 'Z' ? [] : [[Number(pid), Number(parent)]]
  } catch {
    return []
  }
}
