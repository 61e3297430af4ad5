import type { LogLine, LogQuery } from '../src/faas/system-api.ts'
import type { Directory } from './directory.ts'
import type { DockerEngine } from './docker-engine.ts'
import { type ContainerLine, readLines } from './log-frames.ts'
import type { Replica } from './replica.ts'

interface LogParts {
  readonly engine: DockerEngine
  readonly directory: Directory
  readonly namespace: string
}

/** Reads the log of a function: what its replicas wrote so far in the order of time, and then what they write. */
export function createFunctionLogs({ engine, directory, namespace }: LogParts) {
  return async (query: LogQuery, write: (line: LogLine) => void, signal: AbortSignal): Promise<void> => {
    const { name, instance, tail, since, isFollowed } = query
    const replicasNow = () => directory.replicasOf(name).filter((replica) => !instance || replica.instance === instance)
    const askedAt = new Date()
    const past = await Promise.all(replicasNow().map((replica) => pastOf(replica, tail, since)))
    const lines = past.flat().sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1))
    for (const line of tail === undefined ? lines : lines.slice(-tail)) write(line)
    if (!isFollowed) return

    // The engine goes on a little before the last line that was read; what was read is not written again.
    const lastOf = new Map(past.map((list) => [list.at(-1)?.instance, list.at(-1)?.timestamp ?? '']))
    const followed = new Set<string>()
    while (!signal.aborted) {
      for (const replica of replicasNow()) {
        if (followed.has(replica.id) || !replica.isRunning) continue
        followed.add(replica.id)
        follow(replica, askedAt, lastOf.get(replica.instance) ?? '', write, signal).finally(() =>
          followed.delete(replica.id),
        )
      }
      await directory.changed(signal)
    }
  }

  async function pastOf(replica: Replica, tail: number | undefined, since: Date | undefined): Promise<LogLine[]> {
    const lines: LogLine[] = []
    const log = await engine.logs(replica.id, { tail, since })
    for await (const line of readLines([log])) lines.push(toLogLine(replica, line))
    return lines
  }

  async function follow(
    replica: Replica,
    since: Date,
    last: string,
    write: (line: LogLine) => void,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const stream = await engine.followLogs(replica.id, since, signal)
      for await (const line of readLines(stream as AsyncIterable<Buffer>)) {
        if (line.timestamp > last && !signal.aborted) write(toLogLine(replica, line))
      }
    } catch {
      // The container is gone, or nobody reads any more.
    }
  }

  function toLogLine({ deployment, instance }: Replica, { timestamp, text }: ContainerLine): LogLine {
    return { name: deployment.service, namespace, instance, timestamp, text }
  }
}
