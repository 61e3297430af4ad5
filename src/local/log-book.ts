import { Writable } from 'node:stream'
import { type LogLine, NAMESPACE } from '../faas/system-api.ts'

/** The last lines of each function. `stream` takes pino's lines; those without a `function` field are passed over. */
export interface LogBook {
  readonly stream: Writable
  /** The last `tail` lines of a function (without it all) since a time, oldest first. */
  read(name: string, tail: number | undefined, since: Date | undefined): LogLine[]
  /** Calls back with each line to come, until the returned function is called. */
  follow(name: string, listener: (line: LogLine) => void): () => void
}

/** @param capacity how many lines of each function are kept */
export function createLogBook({ capacity, instance }: { capacity: number; instance: string }): LogBook {
  const lines = new Map<string, LogLine[]>()
  const listeners = new Map<string, Set<(line: LogLine) => void>>()

  function add(text: string): void {
    const { function: name, time } = JSON.parse(text) as { function?: string; time?: number }
    if (name === undefined) return
    const timestamp = new Date(time ?? 0).toISOString()
    const line = { name, namespace: NAMESPACE, instance, timestamp, text }
    const kept = lines.get(name) ?? []
    lines.set(name, kept)
    kept.push(line)
    if (kept.length > capacity) kept.shift()
    for (const listener of listeners.get(name) ?? []) listener(line)
  }

  return {
    stream: new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        for (const text of chunk.split('\n')) if (text !== '') add(text)
        done()
      },
    }),
    read(name, tail, since) {
      const all = (lines.get(name) ?? []).filter(({ timestamp }) => !since || timestamp >= since.toISOString())
      return tail === undefined ? all : all.slice(Math.max(0, all.length - tail))
    },
    follow(name, listener) {
      const of = listeners.get(name) ?? new Set()
      listeners.set(name, of.add(listener))
      return () => of.delete(listener)
    },
  }
}
