import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { VERDICT_FD, type Verdict } from './messages.ts'

/** What the main thread tells its watchdog. */
export interface WatchOrders {
  /** One number: nanoseconds of `process.hrtime` at which the picture must be done; 0 while there is none. */
  readonly deadline: BigInt64Array<SharedArrayBuffer>
  readonly parentPid: number
  readonly memoryBytes: number
}

const BUSY_POLL_MS = 20
const IDLE_POLL_MS = 250

/**
 * Watches the whole process from a thread of its own, for ever: a decoder that never returns blocks the main thread,
 * and allocations outside of V8's heap have no other bound. Ends the process when it holds too much memory, when the
 * deadline has passed (the parent is earlier, unless it is stuck itself), or when the parent is gone.
 */
export function watch(): void {
  const { deadline, parentPid, memoryBytes }: WatchOrders = workerData
  for (;;) {
    const due = Atomics.load(deadline, 0)
    if (process.ppid !== parentPid) end()
    if (process.memoryUsage.rss() > memoryBytes) end('out-of-memory')
    if (due !== 0n && process.hrtime.bigint() > due) end('timed-out')
    Atomics.wait(deadline, 0, due, due === 0n ? IDLE_POLL_MS : BUSY_POLL_MS)
  }
}

function end(verdict?: Verdict): void {
  try {
    if (verdict) writeSync(VERDICT_FD, verdict)
  } finally {
    process.kill(process.pid, 'SIGKILL')
  }
}
