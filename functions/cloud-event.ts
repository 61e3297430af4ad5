import { EVENT_TIMES, type OperationEvent } from '../src/operation/event.ts'

/** Where our CloudEvents come from; those in the topic name it too. */
const SOURCE = '/picture-resize-api'

/** `sequence` is a text that sorts as the numbers do (CloudEvents, the extension "sequence"). */
const SEQUENCE_DIGITS = 6

/**
 * An event of an operation as a CloudEvent 1.0 in JSON format (https://github.com/cloudevents/spec). Its `data` is what
 * the event recorded: coordinates in the topic, attempt, worker, facts of the pictures, timings in milliseconds. Times
 * are RFC 3339 in UTC. No part of a picture is in it.
 */
export function toCloudEvent({ operation, sequence, type, at, ...recorded }: OperationEvent) {
  return {
    specversion: '1.0',
    id: `${operation}/${sequence}`,
    source: SOURCE,
    type: `picture-resize.operation.${type}`,
    subject: operation,
    time: timeText(at),
    datacontenttype: 'application/json',
    sequence: String(sequence).padStart(SEQUENCE_DIGITS, '0'),
    data: Object.fromEntries(
      Object.entries(recorded).map(([name, value]) => [name, EVENT_TIMES.has(name) ? timeText(value) : value]),
    ),
  }
}

const timeText = (epochMs: number) => new Date(epochMs).toISOString()

/** The same as a client reads it. */
export type CloudEvent = ReturnType<typeof toCloudEvent>
