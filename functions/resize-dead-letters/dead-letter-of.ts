import type { FunctionEvent } from '../../src/faas/handler.ts'
import type { DeadLetter } from '../../src/operation/event.ts'
import { createConnectorHeaders, WRITTEN_AT } from '../connector-headers.ts'

/** The dead letter that a connector brings, as its headers say; undefined when they do not say all of it. */
export function deadLetterOf(event: Pick<FunctionEvent, 'headers'>): DeadLetter | undefined {
  const headers = createConnectorHeaders(event)
  const letter = headers.position('x-topic', 'x-kafka-partition', 'x-kafka-offset')
  const delivery = headers.position(of('topic'), of('partition'), of('offset'))
  const functionName = headers.name(of('function'))
  const invocations = headers.count(of('attempts'))
  const outcome = headers.name(of('outcome'))
  const reason = headers.name(of('reason'))
  const toldAt = headers.time(of('time'))
  if (!letter || !delivery || !functionName || invocations === undefined) return undefined
  if (!outcome || !reason || toldAt === undefined) return undefined
  const writtenAt = headers.time(WRITTEN_AT)
  const told = { letter, delivery, function: functionName, invocations, outcome, reason, toldAt }
  return writtenAt === undefined ? told : { ...told, writtenAt }
}

const of = (name: string) => `x-kafka-dead-letter-${name}`
