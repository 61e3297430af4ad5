import { availableParallelism } from 'node:os'
import { Failure } from '../../errors/failure.ts'
import { abortFailure } from '../abort.ts'
import { costOf } from '../cost.ts'
import { type Engine, noRestarts, type Resized, type ResizeRequest, type RestartCause } from '../engine.ts'
import { fingerprintOf } from '../fingerprint.ts'
import type { Limits } from '../limits.ts'
import { type InTurn, nextInTurn, type Place } from '../next-in-turn.ts'
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
interface Waiting extends InTurn {
  readonly start: (slot: Slot) => void
  readonly reject: (failure: Failure) => void
}

/**
 * The engine that servers use: every slot is a warm child process with a wall-clock and a memory bound. A breach ends
 * that process and that picture, and nothing else. Who is taken next, `nextInTurn` decides; beside the slots there is an
 * express slot, so that a small picture need not wait until a large one is done.
 */
export function createIsolatedEngine({ limits, onRestart, program }: IsolatedEngineOptions): Engine {
  const restarts = noRestarts()
  const waiting = new Set<Waiting>()
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
    for (const slot of slots) begin(slot, 'ordinary')
    if (express) begin(express, 'express')
    if (slots.length > 0 && slots.every(({ failing }) => failing)) {
      rejectWaiting(() => new Failure('engine-crashed', { message: 'No child process stays alive.' }))
    }
  }

  function begin(slot: Slot, place: Place): void {
    const next = slot.idle ? nextInTurn(waiting, place) : undefined
    if (!next) return
    waiting.delete(next)
    next.start(slot)
  }

  function rejectWaiting(newFailure: () => Failure): void {
    for (const { reject } of waiting) reject(newFailure())
    waiting.clear()
  }

  const all = () => [...slots, ...retiring, ...(express ? [express] : [])]

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
    const mustWait = waiting.size > 0 || !slots.some(({ idle }) => idle)
    let waitMs = 0
    const resized = await new Promise<Resized>((resolve, reject) => {
      const stopListening = () => signal?.removeEventListener('abort', abort)
      const entry: Waiting = {
        since: askedAt,
        costMs: mustWait ? costOf(source, request, limits) : 0,
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
        waiting.delete(entry)
        if (signal) entry.reject(abortFailure(signal))
      }
      signal?.addEventListener('abort', abort)
      waiting.add(entry)
      assign()
    })
    return { ...resized, timings: { ...resized.timings, waitMs, totalMs: performance.now() - askedAt } }
  }

  const express = limits.engineExpress ? newSlot() : undefined
  setSlots(limits.engineSlots || availableParallelism())
  return {
    fingerprint: fingerprintOf(limits.engine),
    resize,
    stats: () => ({
      slots: slots.length,
      expressSlots: express ? 1 : 0,
      busy: all().filter(({ busy }) => busy).length,
      waiting: waiting.size,
      restarts: { ...restarts },
    }),
    resizeSlots(count) {
      if (!closed) setSlots(Math.max(1, count))
    },
    async close() {
      closed = true
      rejectWaiting(() => new Failure('shutting-down'))
      await Promise.all(all().map((slot) => slot.retire()))
    },
  }
}
