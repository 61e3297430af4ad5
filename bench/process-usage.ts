import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'

/** What a process has used since it started. */
export interface Usage {
  /** In its own code and in the kernel on its behalf, all threads: milliseconds, in steps of ten. */
  readonly cpuMs: number
  /** The same of its children that have ended. */
  readonly endedChildrenMs: number
  readonly residentMegabytes: number
  /** The highest so far. */
  readonly peakMegabytes: number
}

/** Linux counts CPU time in hundredths of a second, whatever its timer does. */
const MS_PER_TICK = 10

/** What a process has used, where the system tells (Linux); undefined where it does not and when the process is gone. */
export function usageOf(pid: number): Usage | undefined {
  try {
    // Behind the name, which may hold anything, the first is field 3 of proc(5); utime is 14, and three more follow it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')
    const ticks = (...at: number[]) => at.reduce((sum, index) => sum + Number(fields[index]) * MS_PER_TICK, 0)
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
    return {
      cpuMs: ticks(11, 12),
      endedChildrenMs: ticks(13, 14),
      residentMegabytes: megabytes('VmRSS'),
      peakMegabytes: megabytes('VmHWM'),
    }
  } catch {
    return undefined
  }
}

/** Lets the highest resident memory of a process begin anew, where the system can (Linux) and this user may. */
export function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    // Then it is the highest since its start.
  }
}

/** The process of this machine that listens on a TCP port, where the system tells (Linux). */
export function listenerOn(port: number): number | undefined {
  try {
    const listens = new RegExp(`:${port.toString(16).padStart(4, '0')} \\S+ 0A(?: +\\S+){5} +(\\d+)`, 'i')
    const inode = ['tcp', 'tcp6'].map((kind) => listens.exec(readFileSync(`/proc/net/${kind}`, 'latin1'))?.[1])
    const sockets = new Set(inode.flatMap((found) => (found ? `socket:[${found}]` : [])))
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .find((pid) => linksOf(pid).some((link) => sockets.has(link)))
  } catch {
    return undefined
  }
}

/** What the descriptors of a process stand for; nothing when it is gone or another user's. */
function linksOf(pid: number): string[] {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).map((name) => readlinkSync(`${folder}/${name}`))
  } catch {
    return []
  }
}
