import type { Command, Decision, Refusal } from './command.ts'
import type { Happening, OperationEvent, TopicPosition } from './event.ts'
import { type Claim, hasEnded, type Operation, type OperationError } from './operation.ts'
import { toldTime } from './told-time.ts'

/**
 * The rules: what a command leads to in the operation's present state.
 * @param now epoch milliseconds of the store's clock
 */
export function decide(operation: Operation, command: Command, now: number): Decision {
  const { status, claim, attempts } = operation
  switch (command.type) {
    case 'publish':
      return hasEnded(status) ? refused('ended') : happens({ type: 'published', position: command.position })

    case 'claim': {
      if (hasEnded(status)) return refused('ended')
      if (claim && claim.leaseUntil > now) return refused('claimed')
      if (attempts >= command.maxAttempts) return fails(attempts, { code: 'attempts-exhausted' })
      const { worker, leaseMs, delivery } = command
      const claimed = { type: 'claimed', attempt: attempts + 1, worker, leaseUntil: now + leaseMs } as const
      if (!delivery) return happens(claimed)
      const { dispatch, writtenAt, ...position } = delivery
      const { news, known } = learn(operation, position, writtenAt ?? dispatch?.toldAt ?? now, now)
      if (!dispatch) return happens(...news, { ...claimed, delivery: position })
      const { toldAt, ...told } = dispatch
      const when = toldTime(known, toldAt, now)
      return happens(...news, { ...told, ...when, type: 'dispatched', delivery: position }, claimed)
    }

    case 'complete':
      return holds(claim, command.attempt) ? happens({ ...command, type: 'completed' }) : refused('claim-lost')

    case 'fail':
      return holds(claim, command.attempt) ? fails(attempts, command.error) : refused('claim-lost')

    case 'release': {
      if (!holds(claim, command.attempt)) return refused('claim-lost')
      const { error } = command
      const crashes = operation.crashes + (isCrash(error) ? 1 : 0)
      const isLast = crashes >= command.maxCrashes || attempts >= command.maxAttempts
      return isLast ? fails(attempts, error) : happens({ type: 'retried', attempt: attempts, error })
    }

    case 'end-lease': {
      if (!claim) return refused(hasEnded(status) ? 'ended' : 'not-due')
      if (claim.leaseUntil > now && !command.holderIsDead) return refused('not-due')
      return attempts >= command.maxAttempts
        ? fails(attempts, { code: 'attempts-exhausted' })
        : happens({ type: 'retried', attempt: attempts, error: { code: 'function-unavailable' } })
    }

    case 'dead-letter': {
      if (hasEnded(status)) return refused('ended')
      const { toldAt, writtenAt, ...told } = command
      const { news, known } = learn(operation, command.delivery, writtenAt ?? toldAt, now)
      return happens(...news, { ...told, ...toldTime(known, toldAt, now), type: 'dead-lettered' })
    }

    case 'give-up':
      if (hasEnded(status)) return refused('ended')
      if (status === 'running' || now - operation.requestedAt < command.deadlineMs) return refused('not-due')
      return fails(attempts, { code: 'deadline-exceeded' })

    case 'expire':
      if (status === 'expired') return refused('ended')
      if (operation.endedAt === null) return refused('not-ended')
      return now - operation.endedAt < command.retentionMs ? refused('not-due') : happens({ type: 'expired' })

    case 'erase':
      return operation.source ? happens({ type: 'erased' }) : refused('erased')
  }
}

/**
 * The operation after an event: the row in the store is the fold of the operation's events by this function.
 * Only `requested` begins an operation, so only it takes `undefined`.
 */
export function evolve(operation: Operation | undefined, event: OperationEvent): Operation {
  const revision = event.sequence
  if (event.type === 'requested') return begin(event)
  if (!operation) throw new TypeError(`an operation cannot begin with ${event.type}`)
  switch (event.type) {
    case 'published':
      return { ...operation, revision, publishedAt: event.at }
    // What became of a message says nothing of the operation: while it waits, the sweep has another one written.
    case 'dispatched':
    case 'dead-lettered':
      return { ...operation, revision }
    case 'claimed': {
      const { attempt, worker, leaseUntil } = event
      const claim = { attempt, worker, leaseUntil }
      return { ...operation, revision, status: 'running', attempts: attempt, claim, claimedAt: event.at }
    }
    case 'retried':
      return {
        ...operation,
        revision,
        status: 'queued',
        crashes: operation.crashes + (isCrash(event.error) ? 1 : 0),
        claim: null,
        queuedAt: event.at,
        publishedAt: null,
      }
    case 'completed': {
      const { result, engine, timings, at: endedAt } = event
      return { ...operation, revision, status: 'completed', claim: null, result, engine, timings, endedAt }
    }
    case 'failed':
      return { ...operation, revision, status: 'failed', claim: null, error: event.error, endedAt: event.at }
    case 'expired':
      return { ...operation, revision, status: 'expired', expiredAt: event.at }
    case 'erased':
      return {
        ...operation,
        revision,
        status: 'expired',
        claim: null,
        source: null,
        result: null,
        endedAt: operation.endedAt ?? event.at,
        expiredAt: operation.expiredAt ?? event.at,
      }
  }
}

function begin({ operation: id, sequence, at, options, source }: OperationEvent & { type: 'requested' }): Operation {
  return {
    id,
    revision: sequence,
    status: 'queued',
    options,
    source,
    result: null,
    attempts: 0,
    crashes: 0,
    claim: null,
    error: null,
    engine: null,
    timings: null,
    requestedAt: at,
    queuedAt: at,
    publishedAt: null,
    claimedAt: null,
    endedAt: null,
    expiredAt: null,
  }
}

/** The attempt's number is the fencing token: it never repeats, so a stale holder is told apart for ever. */
function holds(claim: Claim | null, attempt: number): boolean {
  return claim?.attempt === attempt
}

/**
 * Who brings a message tells that it was written, where nobody has recorded that yet (ADR 30). Behind a first attempt it is
 * no news: then it may be the message of that.
 * @returns what there is to record, and the operation with that
 */
function learn(operation: Operation, position: TopicPosition, writtenAt: number, now: number) {
  if (operation.publishedAt !== null || operation.attempts > 0) return { news: [], known: operation }
  const when = toldTime(operation, writtenAt, now)
  return { news: [{ type: 'published', position, ...when } as const], known: { ...operation, publishedAt: when.at } }
}

function isCrash(error: OperationError): boolean {
  return error.code === 'engine-crashed'
}

const happens = (...happenings: Happening[]): Decision => ({ happens: happenings })
const refused = (refusal: Refusal): Decision => ({ refused: refusal })
const fails = (attempt: number, error: OperationError): Decision => happens({ type: 'failed', attempt, error })
