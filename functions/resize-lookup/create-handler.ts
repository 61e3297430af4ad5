import type { Logger } from 'pino'
import { Failure } from '../../src/errors/failure.ts'
import type { Handler } from '../../src/faas/handler.ts'
import { requireMethod } from '../../src/faas/request.ts'
import { withProblems } from '../../src/faas/with-problems.ts'
import { digest } from '../../src/operation/digest.ts'
import type { OperationEvent } from '../../src/operation/event.ts'
import type { Lookup } from '../../src/operation/lookup.ts'
import type { Operation } from '../../src/operation/operation.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import { type CloudEvent, toCloudEvent } from '../cloud-event.ts'
import { toOperationBody } from '../operation-body.ts'
import type { ParseLookup } from './parse-lookup.ts'

interface LookupParts {
  readonly lookup: Lookup
  readonly readEvents: OperationStore['readEvents']
  readonly parse: ParseLookup
  readonly logger: Logger
}

/** The function `resize-lookup`: takes a result picture, or the digest of one, and tells what made it. */
export function createLookupHandler({ lookup, readEvents, parse, logger }: LookupParts): Handler {
  return withProblems(async (event) => {
    requireMethod(event, 'POST')
    const found = await lookup(await parse(event))
    if (!found) throw new Failure('picture-not-known')
    const { match, operations } = found
    const told = await Promise.all(operations.map(async (found) => toFoundBody(found, await readEvents(found.id))))
    return {
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify({ match, operations: told }),
    }
  }, logger)
}

/**
 * What a stranger who holds the result is told of its operation. Never the ID: it would open the source, and erase both.
 * The reference is the digest of the ID, so that whoever has the ID recognises its operation.
 */
function toFoundBody(operation: Operation, events: readonly OperationEvent[]) {
  const reference = digest(operation.id)
  return {
    reference,
    ...toOperationBody(operation),
    events: events.map((event) => withoutProcesses(toCloudEvent({ ...event, operation: reference }))),
  }
}

/** What an event calls processes by. */
const PROCESSES = new Set(['worker', 'connector'])

/** Results may be seen by anybody: the name of a process, with its machine's, is not for them. */
function withoutProcesses({ data, ...event }: CloudEvent) {
  return { ...event, data: Object.fromEntries(Object.entries(data).filter(([name]) => !PROCESSES.has(name))) }
}
