import { readSync, writeSync, writevSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { toFailure } from '../../errors/failure.ts'
import type { Limits } from '../limits.ts'
import { loadSteps } from '../load-steps.ts'
import { resizePicture } from '../resize-picture.ts'
import type { Steps } from '../steps.ts'
import { type Frame, framePrefix, PREFIX_BYTES, readPrefix } from './frame.ts'
import { FRAMES_FD, type Outcome, type ToChild, type ToParent } from './messages.ts'
import { createSourceRoom, type SourceRoom } from './source-room.ts'
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

  const start = readFrame()?.head as ToChild | undefined
  if (start?.type !== 'start') return process.exit(0)
  const { limits } = start
  const deadline = startWatchdog(parentPid, limits, program)
  const steps = await loadSteps(limits.engine)
  await resizePicture(steps, WARM_UP, { width: 2, height: 2, fit: 'fill', upright: true, format: 'png' }, limits)

  const roomForSource = createSourceRoom(limits.maxSourceBytes)
  send({ type: 'ready', residentBytes: process.memoryUsage.rss() })
  for (;;) {
    const frame = readFrame(roomForSource)
    if (!frame) return process.exit(0)
    Atomics.store(deadline, 1, processorTime())
    Atomics.store(deadline, 0, process.hrtime.bigint() + BigInt(limits.engineTimeoutMs) * NANOSECONDS_PER_MS)
    Atomics.notify(deadline, 0)
    const { outcome, bytes } = await answer(steps, frame, limits)
    Atomics.store(deadline, 0, NO_DEADLINE)
    report(outcome, bytes, limits)
  }
}

async function answer(
  steps: Steps,
  { head, body }: Frame,
  limits: Limits,
): Promise<{ outcome: Outcome; bytes?: Uint8Array }> {
  const { request } = head as Extract<ToChild, { type: 'resize' }>
  try {
    const { bytes, ...resized } = await resizePicture(steps, body, request, limits)
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

/** In one piece, so that the parent wakes up once for a small result. */
function send(head: ToParent, body: Uint8Array = new Uint8Array(0)): void {
  const prefix = framePrefix(head, body.length)
  const sent = writevSync(FRAMES_FD, [prefix, body]) - prefix.length
  const rest = sent < 0 ? Buffer.concat([prefix.subarray(sent), body]) : body.subarray(sent)
  for (let written = 0; written < rest.length; ) written += writeSync(FRAMES_FD, rest, written)
}
