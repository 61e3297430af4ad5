import { resetPeak, usageOf } from './process-usage.ts'
import { CHILDREN, type Service } from './service.ts'

/** What the processes of a service used since they were watched, by what they are. The client of the bench is one of them. */
export interface Used {
  readonly cpuMs: number
  /** All processes of this kind together. */
  readonly peakMegabytes: number
}

/** Begins to watch. @returns gives what was used since then */
export function watchProcesses(service: Service): () => Map<string, Used> {
  for (const pid of [...all(service).values()].flat()) resetPeak(pid)
  const before = cpuOf(service)
  return () => {
    const processes = all(service)
    return new Map(
      [...cpuOf(service)].map(([kind, cpuMs]) => [
        kind,
        {
          cpuMs: cpuMs - (before.get(kind) ?? 0),
          peakMegabytes: sum(processes.get(kind) ?? [], (pid) => usageOf(pid)?.peakMegabytes ?? 0),
        },
      ]),
    )
  }
}

/** Resident memory now, in megabytes by what the processes are. */
export function residentOf(service: Service): Map<string, number> {
  const megabytes = (pid: number) => usageOf(pid)?.residentMegabytes ?? 0
  return new Map([...all(service)].map(([kind, pids]) => [kind, sum(pids, megabytes)]))
}

/** An engine's child is replaced from time to time: what those used that are gone, their parent knows. */
function cpuOf(service: Service): Map<string, number> {
  const processes = all(service)
  return new Map(
    [...processes].map(([kind, pids]) => {
      const parents = kind.endsWith(CHILDREN) ? (processes.get(kind.slice(0, -CHILDREN.length)) ?? []) : []
      const ended = sum(parents, (pid) => usageOf(pid)?.endedChildrenMs ?? 0)
      return [kind, ended + sum(pids, (pid) => usageOf(pid)?.cpuMs ?? 0)]
    }),
  )
}

function all(service: Service): Map<string, readonly number[]> {
  return new Map([...service.processes(), ['client', [process.pid]]])
}

const sum = (pids: readonly number[], of: (pid: number) => number) => pids.reduce((total, pid) => total + of(pid), 0)
