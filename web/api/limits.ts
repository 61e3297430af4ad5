import type { PublicLimits } from '../../functions/resize-submit/public-limits.ts'
import { createWatched, type Watched } from '../frame/watched.ts'

/** What the service takes, as it is set; undefined until it has said so. */
export type Limits = PublicLimits | undefined

/** Asks the service for its limits once (`GET /api/`). While they are not known, the page limits nothing: the service does. */
export function loadLimits(): Watched<Limits> {
  const limits = createWatched<Limits>(undefined)
  const load = async () => {
    const response = await fetch('/api/')
    if (response.ok) limits.set((await response.json()).limits)
  }
  load().catch(() => {})
  return limits
}
