import { Counter, type Registry } from 'prom-client'
import type { RestartCause } from './engine.ts'

/** Registers the engine's replaced child processes, and gives the function that counts one. */
export function registerRestarts(registry: Registry): (cause: RestartCause) => void {
  const restarts = new Counter({
    name: 'picture_resize_engine_restarts_total',
    help: 'Child processes of the engine that were replaced, by cause.',
    labelNames: ['cause'],
    registers: [registry],
  })
  return (cause) => restarts.inc({ cause })
}
