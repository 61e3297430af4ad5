import { readFileSync } from 'node:fs'
import { childrenOf } from './child-processes.ts'

const KIBIBYTE = 1024
const EVERY_MS = 5

/** Resident bytes of a process and its children, from /proc; undefined on systems without it. */
export function residentBytes(pid: number): number | undefined {
  const found = [pid, ...childrenOf(pid)].map(residentOf)
  return found[0] === undefined ? undefined : found.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0)
}

/** Looks at a process and its children all the time until `work` has ended. @returns the most that was seen */
export async function peakResidentBytes(pid: number, work: Promise<unknown>): Promise<number> {
  let peak = residentBytes(pid) ?? 0
  const timer = setInterval(() => {
    peak = Math.max(peak, residentBytes(pid) ?? 0)
  }, EVERY_MS)
  try {
    await work
  } finally {
    clearInterval(timer)
  }
  return Math.max(peak, residentBytes(pid) ?? 0)
}

function residentOf(pid: number): number | undefined {
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
    return kibibytes === undefined ? undefined : Number(kibibytes) * KIBIBYTE
  } catch {
    return undefined
  }
}
