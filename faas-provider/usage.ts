import type { DockerEngine } from './docker-engine.ts'
import type { Replica } from './replica.ts'

/** What the replicas of a function use together (faas-provider's FunctionUsage). */
export interface Usage {
  /** Thousandths of a core, on average since the last time that somebody asked; 0 at the first time. */
  readonly cpu: number
  readonly totalMemoryBytes: number
}

/** Measures what replicas use. @param clock milliseconds */
export function createUsage(
  engine: DockerEngine,
  clock: () => number,
): (replicas: readonly Replica[]) => Promise<Usage> {
  const last = new Map<string, { cpuMs: number; at: number }>()

  return async (replicas) => {
    const parts = await Promise.all(replicas.map(({ id }) => measure(id)))
    return {
      cpu: sum(parts.map(({ cpu }) => cpu)),
      totalMemoryBytes: sum(parts.map(({ memory }) => memory)),
    }
  }

  async function measure(id: string) {
    const { cpu_stats, memory_stats } = await engine.stats(id)
    const now = { cpuMs: cpu_stats.cpu_usage.total_usage / 1e6, at: clock() }
    const before = last.get(id)
    last.set(id, now)
    const cpu = before && now.at > before.at ? ((now.cpuMs - before.cpuMs) / (now.at - before.at)) * 1000 : 0
    // As `docker stats` counts it: pages of files that can be dropped at any time are not used (cgroup v2, then v1).
    const { inactive_file = 0, total_inactive_file = inactive_file } = memory_stats.stats ?? {}
    return { cpu: Math.max(0, Math.round(cpu)), memory: Math.max(0, (memory_stats.usage ?? 0) - total_inactive_file) }
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
