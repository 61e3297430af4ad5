import { Failure } from '../../errors/failure.ts'
import { hasEnded } from '../../operation/operation.ts'
import type { OperationStore } from '../../operation/ports.ts'
import { messageBytes } from '../../topic/message-bytes.ts'
import type { Topics } from '../../topic/topic.ts'
import type { PartName } from '../models/part-name.ts'
import type { WorkflowStore } from '../ports.ts'
import type { Recorder } from '../record.ts'

/** Who calls, and who takes it down. */
export interface Recording {
  readonly part: PartName
  readonly recorder: Recorder
  /** Told behind each call that changed something, before its answer is heard. */
  readonly onWrite?: () => void
}

/** The operation store whose calls are taken down. What concerns no operation (the clock, a lease) is not counted. */
export function recordedStore(store: OperationStore, { part, recorder, onWrite }: Recording): OperationStore {
  const note = (happened: 'read' | 'write', name: string, operation?: string, bytes = 0) => {
    recorder.note({ part, happened, name, operation, bytes })
    if (happened === 'write') onWrite?.()
  }
  return {
    ...store,
    async accept(event, source, idempotency) {
      const outcome = await store.accept(event, source, idempotency)
      note('write', 'accept', event.operation, source.length)
      return outcome
    },
    async append(events, after, result) {
      const isWritten = await store.append(events, after, result)
      const type = events.at(-1)?.type ?? ''
      // Somebody was faster: it cost a call, but it is not what happened.
      note('write', isWritten ? type : `${type}, lost`, after.id, result?.length)
      if (isWritten && hasEnded(after.status)) recorder.note({ part, happened: 'ended', operation: after.id })
      return isWritten
    },
    async find(id) {
      const found = await store.find(id)
      note('read', 'find', id)
      return found
    },
    async readPicture(id, role) {
      const bytes = await store.readPicture(id, role)
      note('read', role, id, bytes?.length)
      return bytes
    },
    async findDue(due, limit) {
      const ids = await store.findDue(due, limit)
      note('read', due.kind)
      return ids
    },
  }
}

/** A mediator's workflows whose calls are taken down. */
export function recordedWorkflows(workflows: WorkflowStore, { part, recorder, onWrite }: Recording): WorkflowStore {
  return {
    async begin(operation, step) {
      const isDone = await workflows.begin(operation, step)
      recorder.note({ part, happened: 'write', name: `workflow ${step}`, operation })
      onWrite?.()
      return isDone
    },
    async advance(operation, from, to) {
      const isDone = await workflows.advance(operation, from, to)
      recorder.note({ part, happened: 'write', name: `workflow ${to}`, operation })
      onWrite?.()
      return isDone
    },
    async find(operation) {
      const step = await workflows.find(operation)
      recorder.note({ part, happened: 'read', name: 'workflow', operation })
      return step
    },
  }
}

/**
 * Writing to topics, taken down: one message at a time, each with its bytes.
 * @param maxMessageBytes what is larger is refused with Failure `message-too-large`
 */
export function recordedWrite(
  topics: Pick<Topics, 'write'>,
  { part, recorder, onWrite, maxMessageBytes }: Recording & { readonly maxMessageBytes: number },
): Pick<Topics, 'write'> {
  return {
    async write(messages) {
      for (const message of messages) {
        const bytes = messageBytes(message)
        if (bytes <= maxMessageBytes) continue
        throw new Failure('message-too-large', {
          detail: `The message would have ${bytes} bytes; this topic takes ${maxMessageBytes}.`,
        })
      }
      const positions = await topics.write(messages)
      for (const message of messages) {
        const operation = typeof message.key === 'string' ? message.key : undefined
        const name = message.topic.slice(message.topic.lastIndexOf('.') + 1)
        recorder.note({ part, happened: 'message', name, operation, bytes: messageBytes(message) })
      }
      onWrite?.()
      return positions
    },
  }
}
