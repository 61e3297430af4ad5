import type { Status } from '../api/operation.ts'

/** What a status means, for who cannot see the page. */
export const statusSentence: Record<Status, string> = {
  queued: 'The operation is queued.',
  running: 'The operation is running.',
  completed: 'The operation is completed. The result is shown.',
  failed: 'The operation failed.',
  expired: 'The pictures of this operation are no longer kept.',
}
