import type { OperationEvent } from '../../operation/event.ts'
import { newId } from '../../operation/new-id.ts'
import type { Message, OutgoingMessage } from '../../topic/topic.ts'
import type { Played } from '../played.ts'
import type { Sandbox } from './sandbox.ts'

/**
 * A message that carries an event of an operation, and the picture that belongs to it: the picture is the value as it is,
 * the event a header, so that no byte of a picture is written as text. Again a CloudEvent in binary content mode.
 */
export function carry(topic: string, event: OperationEvent, picture: Uint8Array = Buffer.alloc(0)): OutgoingMessage {
  const headers = {
    ce_specversion: '1.0',
    ce_id: newId(),
    ce_source: '/picture-resize-api',
    ce_type: `picture-resize.operation.${event.type}`,
    ce_subject: event.operation,
    ce_time: new Date(event.at).toISOString(),
    event: JSON.stringify(event),
  }
  return { topic, key: event.operation, value: picture, headers }
}

/** The event that a message carries. */
export function carriedEvent({ headers }: Message): OperationEvent {
  return JSON.parse(headers['event'] ?? 'null')
}

/**
 * The beginning of an operation in the sandbox, checked as `submit` checks it.
 * @throws Failure `picture-…`, `result-too-large`
 */
export function requestOf(sandbox: Sandbox, { id, source, recorded }: Played): OperationEvent & { type: 'requested' } {
  const { options, source: facts } = recorded
  sandbox.inspect(source, options)
  if (!facts) throw new TypeError('an operation that has a source has its facts')
  return { type: 'requested', operation: id, sequence: 1, at: sandbox.clock(), options, source: facts }
}
