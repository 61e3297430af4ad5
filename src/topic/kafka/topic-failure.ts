import { Failure } from '../../errors/failure.ts'

/** The error of Kafka's protocol behind what kafkajs throws, as `REBALANCE_IN_PROGRESS`, if there is one. */
export function protocolErrorOf(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ('type' in each && typeof each.type === 'string') return each.type
    const [first] = 'errors' in each && Array.isArray(each.errors) ? each.errors : []
    if (first) return protocolErrorOf(first)
  }
  return undefined
}

/** What kafkajs throws as the room's failure. */
export function toTopicFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  const protocolError = protocolErrorOf(error)
  const reason = error instanceof Error ? error.message : String(error)
  return new Failure('topic-unavailable', {
    message: protocolError && !reason.includes(protocolError) ? `${protocolError}: ${reason}` : reason,
    cause: error,
  })
}

/** Runs `work` and turns what it throws into the room's failure. @throws Failure `topic-unavailable` */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toTopicFailure(error)
  }
}
