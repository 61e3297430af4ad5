import { type LogEntry, logLevel } from 'kafkajs'
import type { Logger } from 'pino'

/**
 * Where kafkajs's log lines go. It calls an ERROR what it retries by itself, and an INFO each pause of a partition, so
 * everything comes one level lower; what it gives up on comes back as an error of the call, which is logged there.
 */
export function createLogCreator(logger: Logger): () => (entry: LogEntry) => void {
  return () => (entry) => {
    const { message, timestamp: _, ...facts } = entry.log
    logger[levelOf(entry.level)]({ ...withoutStack(facts), namespace: entry.namespace }, `kafka: ${message}`)
  }
}

/** How much kafkajs has to say for a logger, so that it does not make texts that nobody reads. */
export function kafkaLevelOf(logger: Logger): logLevel {
  if (logger.isLevelEnabled('trace')) return logLevel.DEBUG
  if (logger.isLevelEnabled('debug')) return logLevel.INFO
  if (logger.isLevelEnabled('info')) return logLevel.WARN
  return logger.isLevelEnabled('warn') ? logLevel.ERROR : logLevel.NOTHING
}

function levelOf(level: logLevel): 'warn' | 'info' | 'debug' | 'trace' {
  if (level === logLevel.ERROR) return 'warn'
  if (level === logLevel.WARN) return 'info'
  return level === logLevel.INFO ? 'debug' : 'trace'
}

/** The stacks lead through kafkajs only. */
function withoutStack({ stack: _, ...facts }: Record<string, unknown>): Record<string, unknown> {
  return facts
}
