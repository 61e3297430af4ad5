import { readSync, writeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { toFailure } from '../../errors/failure.ts'
import type { Limits } from '../limits.ts'
import { loadSteps } from '../load-steps.ts'
import { resizePicture } from '../resize-picture.ts'
import type { Steps } from '../steps.ts'
import { type Frame, framePrefix, PREFIX_BYTES, readPrefix } from './frame.ts'
import { FRAMES_FD, type ToChild, type ToParent } from './messages.ts'
import { createSourceRoom, type SourceRoom } from './source-room.ts'
import { processorTime, type WatchOrders } from './watchdog.ts'

const NANOSECONDS_PER_MS = 1_000_000n
const NO_DEADLINE = 0n

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

  const start = readFrame()?.head as ToChild | undefined
  if (start?.type !== 'start') return process.exit(0)
  const { limits } = start
  const deadline = startWatchdog(parentPid, limits, program)
  const steps = await loadSteps(limits.engine)
  await resizePicture(steps, WARM_UP, { width: 2, height: 2, fit: 'fill', upright: true, format: 'png' }, limits)

  const roomForSource = createSourceRoom(limits.maxSourceBytes)
  for (;;) {
    send({ type: 'ready', residentBytes: settleMemory(limits) })
    setDeadline(deadline, NO_DEADLINE)
    const frame = readFrame(roomForSource)
    if (!frame) return process.exit(0)
    setDeadline(deadline, process.hrtime.bigint() + BigInt(limits.engineTimeoutMs) * NANOSECONDS_PER_MS)
    await answer(steps, frame, limits)
  }
}

async function answer(steps: Steps, { head, body }: Frame, limits: Limits): Promise<void> {
  const order = head as ToChild
  if (order.type !== 'resize') return
  try {
    const { bytes, ...resized } = await resizePicture(steps, body, order.request, limits)
    send({ type: 'resized', resized }, bytes)
  } catch (error) {
    const { code, detail, message } = toFailure(error)
    send({ type: 'refused', code, message, ...(detail === undefined ? {} : { detail }) })
  }
}

/** Frees what the last picture left behind when it is much, so that it does not count against the next one. */
function settleMemory({ engineMemoryBytes }: Limits): number {
  if (process.memoryUsage.rss() > engineMemoryBytes / 4) globalThis.gc?.()
  return process.memoryUsage.rss()
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

function setDeadline(deadline: BigInt64Array<SharedArrayBuffer>, value: bigint): void {
  Atomics.store(deadline, 1, processorTime())
  Atomics.store(deadline, 0, value)
  Atomics.notify(deadline, 0)
}

function readFrame(roomFor: SourceRoom = Buffer.alloc): Frame | undefined {
  const prefix = readFull(Buffer.alloc(PREFIX_BYTES))
  if (!prefix) return undefined
  const { headLength, bodyLength } = readPrefix(prefix)
  const text = readFull(Buffer.alloc(headLength))
  const body = readFull(roomFor(bodyLength))
  return text && body ? { head: JSON.parse(text.toString()), body } : undefined
}

/** Undefined when the parent has closed the socket. */
function readFull(buffer: Buffer): Buffer | undefined {
  for (let filled = 0; filled < buffer.length; ) {
    const count = readSync(FRAMES_FD, buffer, filled, buffer.length - filled, null)
    if (count === 0) return undefined
    filled += count
  }
  return buffer
}

function send(head: ToParent, body: Uint8Array = new Uint8Array(0)): void {
  for (const part of [framePrefix(head, body.length), body]) {
    for (let written = 0; written < part.length; ) written += writeSync(FRAMES_FD, part, written)
  }
}
