import { availableParallelism } from 'node:os'
import { Failure } from '../../errors/failure.ts'
import { abortFailure } from '../abort.ts'
import type { Engine, Resized, ResizeRequest, RestartCause } from '../engine.ts'
import { fingerprintOf } from '../fingerprint.ts'
import type { Limits } from '../limits.ts'
import { createSlot, type Slot } from './slot.ts'

/** What an isolated engine needs. */
export interface IsolatedEngineOptions {
  readonly limits: Limits
  /** Called whenever a child process was replaced; `message` is for the log. */
  readonly onRestart?: (cause: RestartCause, message: string) => void
  /** The program of a child process; bundles put theirs elsewhere. */
  readonly program?: URL
}

/** A picture that waits for a slot. */
interface Waiting {
  readonly start: (slot: Slot) => void
  readonly reject: (failure: Failure) => void
}

/**
 * The engine that servers use: every slot is a warm child process with a wall-clock and a memory bound. A breach ends
 * that process and that picture, and nothing else. Pictures are taken in the order in which they came.
 */
export function createIsolatedEngine({ limits, onRestart, program }: IsolatedEngineOptions): Engine {
  const restarts = { 'timed-out': 0, 'out-of-memory': 0, crashed: 0, aborted: 0, recycled: 0, 'boot-failed': 0 }
  const waiting: Waiting[] = []
  let slots: Slot[] = []
  /** Slots that are gone from the count but still finish a picture. */
  const retiring = new Set<Slot>()
  let closed = false

  const newSlot = () =>
    createSlot({
      program: program ?? new URL('./child.ts', import.meta.url),
      limits,
      onChange: assign,
      onRestart(cause, message) {
        restarts[cause]++
        onRestart?.(cause, message)
      },
    })

  function assign(): void {
    for (const slot of slots) {
      if (waiting.length === 0) return
      if (slot.idle) waiting.shift()?.start(slot)
    }
    if (slots.length > 0 && slots.every(({ failing }) => failing)) {
      rejectWaiting(() => new Failure('engine-crashed', { message: 'No child process stays alive.' }))
    }
  }

  function rejectWaiting(newFailure: () => Failure): void {
    for (const { reject } of waiting.splice(0)) reject(newFailure())
  }

  function setSlots(count: number): void {
    for (const slot of slots.slice(count)) {
      retiring.add(slot)
      void slot.retire().then(() => retiring.delete(slot))
    }
    slots = slots.slice(0, count)
    while (slots.length < count) slots.push(newSlot())
  }

  async function resize(source: Uint8Array, request: ResizeRequest, signal?: AbortSignal): Promise<Resized> {
    if (closed) throw new Failure('shutting-down')
    if (signal?.aborted) throw abortFailure(signal)
    const askedAt = performance.now()
    let waitMs = 0
    const resized = await new Promise<Resized>((resolve, reject) => {
      const stopListening = () => signal?.removeEventListener('abort', abort)
      const entry: Waiting = {
        start(slot) {
          stopListening()
          waitMs = performance.now() - askedAt
          resolve(slot.resize(source, request, signal))
        },
        reject(failure) {
          stopListening()
          reject(failure)
        },
      }
      const abort = () => {
        waiting.splice(waiting.indexOf(entry), 1)
        if (signal) entry.reject(abortFailure(signal))
      }
      signal?.addEventListener('abort', abort)
      waiting.push(entry)
      assign()
    })
    return { ...resized, timings: { ...resized.timings, waitMs, totalMs: performance.now() - askedAt } }
  }

  setSlots(limits.engineSlots || availableParallelism())
  return {
    fingerprint: fingerprintOf(limits.engine),
    resize,
    stats: () => ({
      slots: slots.length,
      busy: [...slots, ...retiring].filter(({ busy }) => busy).length,
      waiting: waiting.length,
      restarts: { ...restarts },
    }),
    resizeSlots(count) {
      if (!closed) setSlots(Math.max(1, count))
    },
    async close() {
      closed = true
      rejectWaiting(() => new Failure('shutting-down'))
      await Promise.all([...slots, ...retiring].map((slot) => slot.retire()))
    },
  }
}
