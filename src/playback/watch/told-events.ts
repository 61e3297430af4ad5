import { EVENT_TIMES, type OperationEvent } from '../../operation/event.ts'

/** An event as the API tells it: a CloudEvent 1.0, of which this is what a history needs. */
export interface ToldEvent {
  readonly type: string
  readonly subject: string
  readonly sequence: string
  /** RFC 3339. */
  readonly time: string
  readonly data: object
}

/** The events that the API tells of (`GET /api/<id>/events`), as the domain knows them. Times become epoch milliseconds. */
export function toEvents(told: readonly ToldEvent[]): OperationEvent[] {
  return told.map(({ type, subject, sequence, time, data }) => {
    const recorded = Object.fromEntries(
      Object.entries(data).map(([name, value]) => [name, EVENT_TIMES.has(name) ? Date.parse(value) : value]),
    )
    const happening = { ...recorded, type: type.slice(type.lastIndexOf('.') + 1) }
    return { ...happening, operation: subject, sequence: Number(sequence), at: Date.parse(time) } as OperationEvent
  })
}
