import { countProgress, type Entry, type Progress, progressOf } from './entry.ts'

const SENTENCES: Record<Progress, string> = {
  chosen: '',
  waiting: 'The picture waits to be sent.',
  sending: 'Sending the picture.',
  refused: 'The picture was not taken.',
  accepted: 'The picture was taken.',
  queued: 'The operation is queued.',
  running: 'The operation is running.',
  completed: 'The operation is completed. The result is shown.',
  failed: 'The operation failed.',
  expired: 'The pictures of this operation are no longer kept.',
}

/** How far one picture, or a list of them, is: for who cannot see the page. */
export function listSentence(entries: readonly Entry[]): string {
  const [only, ...others] = entries
  if (!only) return ''
  if (others.length === 0) return SENTENCES[progressOf(only)]
  const { completed, failed, underway } = countProgress(entries)
  if (completed + failed + underway === 0) return `${entries.length} pictures are chosen.`
  const parts = [`${completed} of ${entries.length} pictures are completed`]
  if (failed > 0) parts.push(`${failed} failed`)
  if (underway > 0) parts.push(`${underway} are under way`)
  return `${parts.join(', ')}.`
}
