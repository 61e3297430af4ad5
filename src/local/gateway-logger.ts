import { type Logger, pino } from 'pino'
import { createLogBook, type LogBook } from './log-book.ts'
import type { localSettings } from './settings.ts'

/** Lines that `faas-cli logs` can show. */
const KEPT_LINES = 1000

/** A logger that prints to standard error from a level on, and keeps the functions' own last lines. */
export function createGatewayLogger(level: ReturnType<typeof localSettings.read>['logLevel']): {
  logger: Logger
  logBook: LogBook
} {
  const logBook = createLogBook({ capacity: KEPT_LINES, instance: String(process.pid) })
  const streams = [
    { level: 'info' as const, stream: logBook.stream },
    ...(level === 'silent' ? [] : [{ level, stream: process.stderr }]),
  ]
  const logger = pino({ level: level === 'debug' ? 'debug' : 'info', base: null }, pino.multistream(streams))
  return { logger, logBook }
}
