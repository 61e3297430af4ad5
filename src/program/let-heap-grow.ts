import { setFlagsFromString } from 'node:v8'

/**
 * By how many percent a heap may grow before V8 collects it as a whole again: fourfold, V8's own upper bound
 * (`kMaxGrowingFactor` in its heap-controller.h). Left alone, V8 takes as little as a tenth. What stands outside of the heap,
 * as all pictures do, counts as a part of it: else V8 collects the heap as soon as 64 MB of that have come.
 */
export const HEAP_FLAGS = ['--heap-growing-percent=300', '--external-memory-accounted-in-global-limit'] as const

/** Lets the heap of this process grow before it is collected (ADR 29). To be called before anything is begun. */
export function letHeapGrow(): void {
  for (const flag of HEAP_FLAGS) setFlagsFromString(flag)
}
