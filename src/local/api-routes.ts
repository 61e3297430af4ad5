/**
 * Which function serves which part of the public API. The first route that fits decides.
 * An edge in front of a gateway has the same routes: `at` → `/function/<name><as>`.
 */
export interface ApiRoute {
  /** The path; with a `/` at its end, everything below it. */
  readonly at: string
  readonly name: string
  /** The path that the function sees; for everything below, what stands in front of the rest. */
  readonly as: string
}

/** The routes of `/api`, the most exact ones first. */
export const apiRoutes: readonly ApiRoute[] = [
  { at: '/api', name: 'resize-submit', as: '/' },
  { at: '/api/batch', name: 'resize-submit', as: '/batch' },
  { at: '/api/lookup', name: 'resize-lookup', as: '/' },
  { at: '/api/playbacks', name: 'resize-playback', as: '/' },
  { at: '/api/playbacks/', name: 'resize-playback', as: '/runs/' },
  { at: '/api/', name: 'resize-status', as: '/' },
]
