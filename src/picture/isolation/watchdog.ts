import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { VERDICT_FD, type Verdict } from './messages.ts'

/** What the main thread tells its watchdog. */
export interface WatchOrders {
  /**
   * For a picture: nanoseconds of `process.hrtime` at which it must be done (0 without one), and `processorTime` before it.
   * Whoever sets a deadline notifies.
   */
  readonly deadline: BigInt64Array<SharedArrayBuffer>
  readonly parentPid: number
  /** How long a picture may take; the deadline is so much behind its begin. */
  readonly timeoutMs: number
  readonly memoryBytes: number
}

const BUSY_POLL_MS = 20
const IDLE_POLL_MS = 250

/** After so long without a picture it goes over to the longer pauses; before, nobody takes the time to wake it up. */
const BUSY_FOR_MS = 1000

/** With less of its time on a processor, a picture is not to blame for being late: the machine was too busy. */
const STARVED_SHARE = 0.25

/**
 * Watches the whole process from a thread of its own, for ever: a decoder that never returns blocks the main thread,
 * and allocations outside of V8's heap have no other bound. Ends the process when it holds too much memory, when the
 * deadline has passed, or when the parent is gone.
 */
export function watch(): void {
  const { deadline, parentPid, timeoutMs, memoryBytes }: WatchOrders = workerData
  const nobodyWakes = new BigInt64Array(new SharedArrayBuffer(8))
  let busyUntil = 0
  for (;;) {
    const due = Atomics.load(deadline, 0)
    if (due !== 0n) busyUntil = performance.now() + BUSY_FOR_MS
    if (process.ppid !== parentPid) end()
    if (process.memoryUsage.rss() > memoryBytes) end('out-of-memory')
    if (due !== 0n && process.hrtime.bigint() > due) {
      const usedMs = Number(processorTime() - Atomics.load(deadline, 1)) / 1000
      end(usedMs < timeoutMs * STARVED_SHARE ? 'starved' : 'timed-out')
    }
    if (performance.now() < busyUntil) Atomics.wait(nobodyWakes, 0, 0n, BUSY_POLL_MS)
    else Atomics.wait(deadline, 0, 0n, IDLE_POLL_MS)
  }
}

/** Microseconds that all threads of this process have had on processors. */
export function processorTime(): bigint {
  const { user, system } = process.cpuUsage()
  return BigInt(user + system)
}

function end(verdict?: Verdict): void {
  try {
    if (verdict) writeSync(VERDICT_FD, verdict)
  } finally {
    process.kill(process.pid, 'SIGKILL')
  }
}
