import { Worker } from 'node:worker_threads'
import { toFailure } from '../../errors/failure.ts'
import { readBytes } from '../bytes.ts'
import type { Limits } from '../limits.ts'
import { loadSteps } from '../load-steps.ts'
import { resizePicture } from '../resize-picture.ts'
import type { Steps } from '../steps.ts'
import type { Outcome } from './messages.ts'
import { type Received, receive, send } from './parent-frames.ts'
import { createSourceRoom } from './source-room.ts'
import { processorTime, type WatchOrders } from './watchdog.ts'

const NANOSECONDS_PER_MS = 1_000_000n
const NO_DEADLINE = 0n

/** A child that holds this share of its memory bound has everything collected that it can do without, before another picture. */
const MUCH_SHARE = 0.25

/**
 * Bytes of buffers after which those of the last pictures are collected, which are young: 0.1 to 0.5 ms, after the answer. A
 * collection of everything, to which V8 comes otherwise, takes 6 to 14.
 */
const MUCH_IN_BUFFERS = 8 * 1024 * 1024

/** The smallest PNG: decoded once before the first picture, so that every codec is loaded when one arrives. */
const WARM_UP = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)

/**
 * Serves a parent process over one socket until the parent closes it. Reads and writes block: there is nothing else to
 * do in this process meanwhile, and a picture is read straight into the buffer that the decoder gets.
 */
export async function serveParent(parentPid: number, program: URL): Promise<void> {
  // Ctrl-C and service managers signal whole groups; this process ends with its parent, not before it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

  const { head: start } = receive(Buffer.alloc)
  if (start.type !== 'start') throw new Error('The first message was no start.')
  const { limits } = start
  const deadline = startWatchdog(parentPid, limits, program)
  const steps = await loadSteps(limits.engine)
  await resizePicture(
    steps,
    readBytes(WARM_UP),
    { width: 2, height: 2, fit: 'fill', upright: true, format: 'png' },
    limits,
  )

  const roomForSource = createSourceRoom(limits.maxSourceBytes)
  send({ type: 'ready', residentBytes: process.memoryUsage.rss() })
  for (;;) {
    const received = receive(roomForSource)
    Atomics.store(deadline, 1, processorTime())
    Atomics.store(deadline, 0, process.hrtime.bigint() + BigInt(limits.engineTimeoutMs) * NANOSECONDS_PER_MS)
    Atomics.notify(deadline, 0)
    const { outcome, bytes } = await answer(steps, received, limits)
    received.takeRest()
    Atomics.store(deadline, 0, NO_DEADLINE)
    report(outcome, bytes, limits)
  }
}

async function answer(
  steps: Steps,
  { head, body }: Received,
  limits: Limits,
): Promise<{ outcome: Outcome; bytes?: Uint8Array }> {
  try {
    if (head.type !== 'resize') throw new Error(`A message of the type ${head.type} instead of a picture.`)
    const { bytes, ...resized } = await resizePicture(steps, body, head.request, limits)
    return { outcome: { type: 'resized', resized }, bytes }
  } catch (error) {
    const { code, detail, message } = toFailure(error)
    return { outcome: { type: 'refused', code, message, ...(detail === undefined ? {} : { detail }) } }
  }
}

/** Sends what became of a picture, and frees what the picture left behind, so that it does not count against the next one. */
function report(outcome: Outcome, bytes: Uint8Array | undefined, { engineMemoryBytes }: Limits): void {
  const { rss: residentBytes, arrayBuffers } = process.memoryUsage()
  if (residentBytes > engineMemoryBytes * MUCH_SHARE) {
    send(outcome, bytes)
    globalThis.gc?.()
    send({ type: 'ready', residentBytes: process.memoryUsage.rss() })
    return
  }
  send({ ...outcome, residentBytes }, bytes)
  if (arrayBuffers > MUCH_IN_BUFFERS) globalThis.gc?.({ type: 'minor' })
}

function startWatchdog(parentPid: number, limits: Limits, program: URL): BigInt64Array<SharedArrayBuffer> {
  const deadline = new BigInt64Array(new SharedArrayBuffer(16))
  const orders: WatchOrders = {
    deadline,
    parentPid,
    timeoutMs: limits.engineTimeoutMs,
    memoryBytes: limits.engineMemoryBytes,
  }
  // Without its watchdog this process must not touch a picture.
  new Worker(program, { workerData: orders, resourceLimits: { maxOldGenerationSizeMb: 32 } }).on('exit', () =>
    process.exit(1),
  )
  return deadline
}
