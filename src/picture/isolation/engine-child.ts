import { spawn } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { ResizeRequest } from '../engine.ts'
import type { Limits } from '../limits.ts'
import type { ChildEnd } from './child-end.ts'
import { type Frame, framePrefix } from './frame.ts'
import { createFrameReader } from './frame-reader.ts'
import { FRAMES_FD, type ToChild, VERDICT_FD } from './messages.ts'

const MEBIBYTE = 1024 * 1024
const KEPT_STDERR = 2000

/** What a picture leaves behind is bytes outside of the heap: V8 would collect the whole of it for some 30 MB of them (ADR 29). */
const HEAP_GROWTH = '--heap-growing-percent=300'

/** What a child process reports to whoever started it. */
export interface ChildEvents {
  onFrame(frame: Frame): void
  /** Exactly once, also when the process could not be started. */
  onEnd(end: ChildEnd): void
}

/** One child process. */
export interface EngineChild {
  readonly pid: number | undefined
  resize(source: Uint8Array, request: ResizeRequest): void
  /** Ends it at once (SIGKILL): it may hang in a decoder and listens to nothing softer. */
  kill(): void
}

/**
 * Starts a child process: an empty environment, a session of its own (Ctrl-C does not reach it), zero-filled buffers,
 * a bounded heap, standard output to nowhere (decoders print to it).
 */
export function startEngineChild(program: URL, limits: Limits, { onFrame, onEnd }: ChildEvents): EngineChild {
  const heap = `--max-old-space-size=${Math.floor(limits.engineMemoryBytes / MEBIBYTE)}`
  const flags = ['--zero-fill-buffers', '--expose-gc', '--no-warnings', HEAP_GROWTH, heap]
  const child = spawn(process.execPath, [...flags, fileURLToPath(program), String(process.pid)], {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  })
  const frames = child.stdio[FRAMES_FD] as Duplex
  const stderr = keepTail(child.stdio[2], KEPT_STDERR)
  const verdict = keepTail(child.stdio[VERDICT_FD] as Readable, KEPT_STDERR)

  let ended = false
  const end = (code: number | null, signal: NodeJS.Signals | null, startError = '') => {
    if (ended) return
    ended = true
    onEnd({ code, signal, verdict: verdict(), stderr: startError || stderr() })
  }
  child.on('close', end)
  child.on('error', (error) => end(null, null, error.message))

  const kill = () => void child.kill('SIGKILL')
  const readChunk = createFrameReader(limits.maxResultBytes, onFrame)
  // A socket that breaks is the end of the process, and that is reported by itself.
  frames?.on('error', () => {})
  frames?.on('data', (chunk: Buffer) => {
    try {
      readChunk(chunk)
    } catch {
      kill()
    }
  })

  const send = (order: ToChild, body: Uint8Array = new Uint8Array(0)) => {
    // In one piece, so that the child wakes up once for a small picture.
    frames?.cork()
    frames?.write(framePrefix(order, body.length))
    frames?.write(body)
    frames?.uncork()
  }
  send({ type: 'start', limits })
  return { pid: child.pid, resize: (source, request) => send({ type: 'resize', request }, source), kill }
}

/** Collects the end of a text stream. */
function keepTail(stream: Readable | null, length: number): () => string {
  let tail = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (text: string) => {
    tail = (tail + text).slice(-length)
  })
  stream?.on('error', () => {})
  return () => tail
}
