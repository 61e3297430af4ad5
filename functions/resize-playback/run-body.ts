import { models } from '../../src/playback/models/models.ts'
import type { Run } from '../../src/playback/run.ts'

const time = (epochMs: number | null) => (epochMs === null ? null : new Date(epochMs).toISOString())

/** What a client is told of its run. Times are ISO 8601 in UTC, durations milliseconds. The models say in words what sets them apart. */
export function toRunBody(run: Run) {
  return {
    identifier: run.id,
    status: run.status,
    request: run.request,
    models: run.request.models.map((model) => {
      const { name, title, carries, decides, keeps } = models[model]
      return { name, title, carries, decides, keeps }
    }),
    attempts: run.attempts,
    progress: run.progress,
    error: run.error,
    requestedAt: time(run.requestedAt),
    startedAt: time(run.startedAt),
    endedAt: time(run.endedAt),
    reports: run.reports,
  }
}
