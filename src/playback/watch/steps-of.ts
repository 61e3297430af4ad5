import type { OperationEvent } from '../../operation/event.ts'
import type { Lane, Move, Span, Step } from './step.ts'

/**
 * What is watched of an operation: one step for each of its events, in their order, and nothing that no event says. So the
 * answer to a client is missing, and who wrote a message; and the connector, where all that it told is where a message stood.
 */
export function stepsOf(events: readonly OperationEvent[]): Step[] {
  const firstAt = events[0]?.at ?? 0
  return events.map((event) => {
    const { detail, moves = [], marks = [] } = seen(event)
    const { sequence, type, at } = event
    return { sequence, title: type, detail, at, sinceMs: at - firstAt, moves, marks }
  })
}

/** The attempts: the worker is busy from a claim until what ends it, or until another one takes the operation over. */
export function spansOf(events: readonly OperationEvent[]): Span[] {
  return events.flatMap((event, index) => {
    if (event.type !== 'claimed') return []
    const end = events.slice(index + 1).find(({ type }) => ENDS_AN_ATTEMPT.has(type))
    return {
      lane: 'worker' as const,
      what: `attempt ${event.attempt}`,
      from: event.sequence,
      to: end?.sequence,
      ms: end && end.at - event.at,
    }
  })
}

const ENDS_AN_ATTEMPT: ReadonlySet<OperationEvent['type']> = new Set([
  'claimed',
  'completed',
  'failed',
  'retried',
  'erased',
  'expired',
])

interface Seen {
  readonly detail: string
  readonly moves?: readonly Move[]
  readonly marks?: readonly Lane[]
}

function seen(event: OperationEvent): Seen {
  switch (event.type) {
    case 'requested': {
      const { format, width, height, bytes } = event.source
      return {
        detail: `${format.toUpperCase()}, ${width} × ${height}`,
        moves: [move('client', 'submit', 'source', { bytes }), move('submit', 'store', 'operation and source')],
      }
    }
    case 'published':
      return { detail: placeOf(event.position), marks: ['topic', 'store'] }
    case 'dispatched':
      return {
        detail: `${placeOf(event.delivery)}, invocation ${event.invocation}`,
        moves: [move('topic', 'connector', 'message'), move('connector', 'worker', 'invocation')],
      }
    case 'claimed': {
      const claim = move('worker', 'store', 'claim')
      return {
        detail: `attempt ${event.attempt}`,
        moves: event.delivery
          ? [move('topic', 'worker', `message of ${placeOf(event.delivery)}`, { gap: 'connector' }), claim]
          : [claim],
      }
    }
    case 'completed': {
      const { format, width, height, bytes } = event.result
      return {
        detail: `${format.toUpperCase()}, ${width} × ${height}, engine ${Math.round(event.timings.totalMs)} ms`,
        moves: [move('worker', 'store', 'result', { bytes })],
      }
    }
    case 'dead-lettered':
      return {
        detail: `${placeOf(event.delivery)}, ${event.reason} with ${event.outcome}, invocation ${event.invocations}`,
        moves: [move('connector', 'topic', 'dead letter')],
      }
    case 'retried':
    case 'failed':
      return { detail: `${event.attempt > 0 ? `attempt ${event.attempt}: ` : ''}${event.error.code}`, marks: ['store'] }
    case 'expired':
    case 'erased':
      return { detail: 'its pictures are gone', marks: ['store'] }
  }
}

function move(from: Lane, to: Lane, what: string, { bytes, gap }: { bytes?: number; gap?: Lane } = {}): Move {
  return { from, to, what, bytes, gap }
}

const placeOf = ({ partition, offset }: { partition: number; offset: number }) =>
  `partition ${partition}, offset ${offset}`
