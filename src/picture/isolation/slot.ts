import { isErrorCode } from '../../errors/catalogue.ts'
import { Failure } from '../../errors/failure.ts'
import { abortFailure } from '../abort.ts'
import type { Resized, ResizeRequest, RestartCause } from '../engine.ts'
import type { Limits } from '../limits.ts'
import { type ChildEnd, CODE_OF_CAUSE, causeOfEnd, describeEnd } from './child-end.ts'
import { type EngineChild, startEngineChild } from './engine-child.ts'
import type { Frame } from './frame.ts'
import type { ToParent } from './messages.ts'

/** What a slot needs. */
export interface SlotOptions {
  readonly program: URL
  readonly limits: Limits
  /** The slot can take a picture, or its state changed so that someone who waits should know. */
  onChange(): void
  onRestart(cause: RestartCause, message: string): void
}

/** A place for one picture at a time, with a child process that is replaced whenever it has to be. */
export interface Slot {
  readonly idle: boolean
  readonly busy: boolean
  /** Its child has died again and again without a picture in work: nobody should wait for it. */
  readonly failing: boolean
  /** Only while `idle`. */
  resize(source: Uint8Array, request: ResizeRequest, signal?: AbortSignal): Promise<Resized>
  /** Takes no more pictures and ends its child after the running one. */
  retire(): Promise<void>
}

/** The picture a slot works on. */
interface Job {
  readonly resolve: (resized: Resized) => void
  readonly reject: (failure: Failure) => void
  readonly stop: () => void
}

const BOOT_TIMEOUT_MS = 30_000
const FIRST_BACK_OFF_MS = 100
const LONGEST_BACK_OFF_MS = 10_000
const FAILING_AFTER = 3

/** How much longer than the child's watchdog this side waits: it is there for a child that stands still as a whole. */
const GRACE_MS = 2000

/** A child that still holds this share of its memory bound after clean-up is replaced. */
const WORN_SHARE = 0.5

export function createSlot({ program, limits, onChange, onRestart }: SlotOptions): Slot {
  let child: EngineChild | undefined
  let booted = false
  let ready = false
  let job: Job | undefined
  let signalled: AbortSignal | undefined
  /** Why this side ended the child, when it did. */
  let killedFor: RestartCause | undefined
  let picturesDone = 0
  let idleDeaths = 0
  let retired = false
  let timer: NodeJS.Timeout | undefined
  const gone = Promise.withResolvers<void>()

  function kill(cause: RestartCause): void {
    killedFor ??= cause
    ready = false
    child?.kill()
  }

  function boot(): void {
    booted = false
    ready = false
    killedFor = undefined
    picturesDone = 0
    child = startEngineChild(program, limits, { onFrame, onEnd })
    timer = setTimeout(kill, BOOT_TIMEOUT_MS, 'boot-failed')
  }

  function onFrame({ head, body }: Frame): void {
    const answer = head as ToParent
    if (answer.type === 'resized') finish((running) => running.resolve({ ...answer.resized, bytes: body }))
    else if (answer.type === 'refused') finish((running) => running.reject(toRefusal(answer)))
    if (answer.residentBytes !== undefined) onReady(answer.residentBytes)
  }

  function onReady(residentBytes: number): void {
    clearTimeout(timer)
    booted = true
    const worn = picturesDone > 0 && residentBytes > limits.engineMemoryBytes * WORN_SHARE
    if (retired || killedFor || worn || picturesDone >= limits.engineRecycleAfter) kill('recycled')
    else {
      ready = true
      onChange()
    }
  }

  function finish(settle: (running: Job) => void): void {
    const running = job
    if (!running) return
    running.stop()
    job = undefined
    picturesDone++
    idleDeaths = 0
    // The child says when it is ready; one that hangs while it cleans up is replaced.
    timer = setTimeout(kill, limits.engineTimeoutMs, 'timed-out')
    settle(running)
  }

  function onEnd(end: ChildEnd): void {
    clearTimeout(timer)
    child = undefined
    ready = false
    const cause = killedFor ?? (booted ? causeOfEnd(end) : 'boot-failed')
    const running = job
    job = undefined
    if (running) running.stop()
    else if (cause !== 'recycled') idleDeaths++
    if (retired) gone.resolve()
    else {
      onRestart(cause, describeEnd(end))
      restart()
    }
    running?.reject(toFailure(cause, end, signalled))
    onChange()
  }

  /** At once after a picture; with growing pauses when children die without one, so that no loop of starts burns. */
  function restart(): void {
    if (idleDeaths === 0) {
      boot()
      return
    }
    const pause = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (idleDeaths - 1))
    timer = setTimeout(boot, pause)
  }

  boot()
  return {
    get idle() {
      return ready && !job && !retired
    },
    get busy() {
      return job !== undefined
    },
    get failing() {
      return idleDeaths >= FAILING_AFTER
    },
    resize(source, request, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<Resized>()
      const timeOut = setTimeout(kill, limits.engineTimeoutMs + GRACE_MS, 'starved')
      const abort = () => kill('aborted')
      signal?.addEventListener('abort', abort)
      const stop = () => {
        clearTimeout(timeOut)
        signal?.removeEventListener('abort', abort)
      }
      ready = false
      signalled = signal
      job = { resolve, reject, stop }
      child?.resize(source, request)
      return promise
    },
    retire() {
      retired = true
      if (!child) {
        clearTimeout(timer)
        gone.resolve()
      } else if (!job) kill('recycled')
      return gone.promise
    },
  }
}

function toRefusal({ code, detail, message }: Extract<ToParent, { type: 'refused' }>): Failure {
  return new Failure(isErrorCode(code) ? code : 'internal', detail === undefined ? { message } : { detail, message })
}

function toFailure(cause: RestartCause, end: ChildEnd, signal: AbortSignal | undefined): Failure {
  if (cause === 'aborted' && signal) return abortFailure(signal)
  return new Failure(CODE_OF_CAUSE[cause], { message: describeEnd(end) })
}
