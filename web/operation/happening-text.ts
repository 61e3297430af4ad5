import type { OperationEvent } from '../api/operation.ts'
import { bytesText, durationText } from '../text/amounts.ts'

/** What an event says beside its name, in a few words. */
export function happeningText(event: OperationEvent): string {
  switch (event.type) {
    case 'requested':
      return `${event.source.format.toUpperCase()}, ${bytesText(event.source.bytes)}`
    case 'published':
      return `partition ${event.position.partition}, offset ${event.position.offset}`
    case 'dispatched':
      return `invocation ${event.invocation}`
    case 'claimed':
      return `attempt ${event.attempt}`
    case 'retried':
      return `attempt ${event.attempt}: ${event.error.code}`
    case 'completed':
      return `engine ${durationText(event.timings.totalMs)}`
    case 'dead-lettered':
      return `${event.reason}: ${event.outcome}`
    case 'failed':
      return event.error.code
    case 'expired':
      return 'their time is over'
    case 'erased':
      return 'on request'
  }
}
