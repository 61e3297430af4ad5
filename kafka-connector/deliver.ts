import type { Logger } from 'pino'
import { isDeadLetterTopic } from '../src/topic/derived-topics.ts'
import type { OutgoingMessage } from '../src/topic/topic.ts'
import { type Answer, isUnavailable, outcomeOf } from './answer.ts'
import type { Breaker } from './breaker.ts'
import type { Delivery } from './delivery.ts'
import { countAnswer, type DeliveryRules, decide } from './delivery-policy.ts'
import type { Invoke } from './invoker.ts'
import type { ConnectorMetrics } from './metrics.ts'
import type { Pace } from './pace.ts'
import { toDeadLetter, toRetry } from './retry-topics.ts'
import type { TopicMap } from './topic-map.ts'

/** How much of a message is printed. */
const printedBytes = 4096

/** What a delivery needs. */
export interface DeliverOptions {
  /** The group of this connector. */
  readonly group: string
  readonly topicMap: Pick<TopicMap, 'functionsOf'>
  readonly invoke: Invoke
  breakerOf(topic: string): Breaker
  paceOf(functionName: string): Pace
  /** Resolves once the message is written; rejects only when `signal` aborts. */
  write(message: OutgoingMessage, signal: AbortSignal): Promise<void>
  readonly rules: Omit<DeliveryRules, 'isDeadLetter'>
  readonly print: { readonly request: boolean; readonly response: boolean; readonly body: boolean }
  readonly clock: () => number
  readonly metrics: ConnectorMetrics
  readonly logger: Logger
}

/** Brings a message to its functions. Rejects only when `signal` aborts; the message is unsettled then. */
export type Deliver = (delivery: Delivery, signal: AbortSignal) => Promise<void>

/**
 * The way of one message: to each of its functions on its own, then by the answer to its end, a retry topic or the
 * dead-letter topic. It is settled when all functions are. While its topic is paused it stays and no attempt counts.
 *
 * A retried message goes to its function even when the gateway no longer lists it: if it is gone, the gateway answers
 * 404 and the message becomes a dead letter, instead of holding up the others of its retry topic.
 */
export function createDeliver(options: DeliverOptions): Deliver {
  const { topicMap, breakerOf, paceOf, rules, metrics, clock, logger } = options

  const invoke = async (functionName: string, delivery: Delivery): Promise<Answer> => {
    const stopTimer = metrics.duration.startTimer({ function: functionName })
    metrics.inFlight.inc({ function: functionName })
    const answer = await options.invoke(functionName, delivery)
    metrics.inFlight.dec({ function: functionName })
    stopTimer()
    metrics.invocations.inc({ function: functionName, outcome: outcomeOf(answer) })
    if (options.print.response || options.print.body) {
      const body = options.print.body && answer.kind === 'answered' ? { body: answer.body } : {}
      logger.info({ ...placeOf(delivery), function: functionName, outcome: outcomeOf(answer), ...body }, 'answer')
    }
    return answer
  }

  /** Asks until there is an answer to decide by. An outage of everything is none: the message waits for its end. */
  const ask = async (functionName: string, delivery: Delivery, signal: AbortSignal): Promise<Answer> => {
    const breaker = breakerOf(delivery.origin.topic)
    for (;;) {
      const answer = await paceOf(functionName).run(
        () => breaker.run(() => invoke(functionName, delivery), signal),
        signal,
      )
      if (!isUnavailable(answer)) return answer
      // On the way out, a message that nobody could take stays where it is.
      signal.throwIfAborted()
      if (!breaker.paused) return answer
    }
  }

  const deliverTo = async (functionName: string, delivery: Delivery, signal: AbortSignal): Promise<void> => {
    const answer = await ask(functionName, delivery, signal)
    const tally = countAnswer(delivery.tally, answer)
    const { topic } = delivery.origin
    const decision = decide(answer, tally, { ...rules, isDeadLetter: isDeadLetterTopic(topic) })
    if (decision.kind === 'commit') return

    const attempted = { group: options.group, functionName, tally, answer, now: clock() }
    const facts = { ...placeOf(delivery), function: functionName, attempts: tally.attempts, ...factsOf(answer) }
    if (decision.kind === 'retry') {
      await options.write(toRetry(delivery, attempted, decision.delayMs, rules.retryDelaysMs), signal)
      metrics.retries.inc({ topic, function: functionName })
      logger.info({ ...facts, delayMs: decision.delayMs }, 'message will be retried')
    } else {
      await options.write(toDeadLetter(delivery, attempted, decision.reason), signal)
      metrics.deadLetters.inc({ topic, function: functionName, reason: decision.reason })
      logger.warn({ ...facts, reason: decision.reason }, 'message became a dead letter')
    }
  }

  return async (delivery, signal) => {
    const { functionName, origin } = delivery
    if (delivery.group !== undefined && delivery.group !== options.group) return
    if (options.print.request) logger.info({ ...placeOf(delivery), body: startOf(delivery) }, 'message')
    const functions = functionName ? [functionName] : await topicMap.functionsOf(origin.topic, signal)
    // All of them end before the message does, also when one is given up.
    const endings = await Promise.allSettled(functions.map((name) => deliverTo(name, delivery, signal)))
    for (const ending of endings) if (ending.status === 'rejected') throw ending.reason
  }
}

function placeOf({ message, origin }: Delivery) {
  return { ...origin, key: message.key?.toString() }
}

function startOf({ message }: Delivery): string {
  return message.value.subarray(0, printedBytes).toString()
}

function factsOf(answer: Answer) {
  return answer.kind === 'unreachable' ? { outcome: answer.kind, cause: answer.reason } : { outcome: outcomeOf(answer) }
}
