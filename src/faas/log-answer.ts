import type { FastifyReply } from 'fastify'
import type { LogLine } from './system-api.ts'

/** Gives lines to `write` and resolves when there will be no more, or when the signal says that nobody reads them. */
export type ReadLines = (write: (line: LogLine) => void, signal: AbortSignal) => Promise<void> | void

/** The answers of `/system/logs` that are under way. */
export interface LogAnswers {
  /** Answers with lines of JSON (NDJSON), each as it comes, for no longer than the limit. */
  send(reply: FastifyReply, readLines: ReadLines): void
  /** Ends them all. */
  end(): void
}

/** @param limitMs how long one may take, in milliseconds */
export function createLogAnswers(limitMs: number): LogAnswers {
  const underWay = new Set<AbortController>()
  return {
    send(reply, readLines) {
      reply.hijack()
      const { raw } = reply
      const reading = new AbortController()
      const timer = setTimeout(() => reading.abort(), limitMs)
      underWay.add(reading)
      raw.writeHead(200, { 'content-type': 'application/x-ndjson' })
      // Now, and not with the first line: who follows a silent function must know that it is being served.
      raw.flushHeaders()
      raw.once('close', () => {
        clearTimeout(timer)
        underWay.delete(reading)
        reading.abort()
      })
      const write = (line: LogLine) => raw.write(`${JSON.stringify(line)}\n`)
      // What breaks on the way ends the answer: its status has been sent.
      const read = async () => readLines(write, reading.signal)
      read().then(
        () => raw.end(),
        () => raw.destroy(),
      )
    },
    end() {
      for (const reading of underWay) reading.abort()
    },
  }
}
