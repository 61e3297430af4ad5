import { FAULTS, type Fault } from '../../src/playback/faults.ts'
import { MODEL_NAMES, type ModelName } from '../../src/playback/models/names.ts'
import type { WantedRun } from '../api/run.ts'

/** What the form of a run holds. */
export interface RunForm {
  /** Those of this browser's operations that are chosen. */
  readonly chosen: readonly string[]
  /** IDs as they were typed. */
  readonly typed: string
  readonly models: readonly ModelName[]
  readonly speed: string
  readonly fault: Fault | 'none'
}

/** The form at first. */
export const FIRST_FORM: RunForm = { chosen: [], typed: '', models: MODEL_NAMES, speed: 'max', fault: 'none' }

/** The speeds that are offered; the service takes every `×N`. */
export const SPEEDS: readonly { readonly speed: string; readonly name: string }[] = [
  { speed: 'max', name: 'As fast as it goes' },
  { speed: 'recorded', name: 'With the pauses as recorded' },
  { speed: '×10', name: '10 times as fast as recorded' },
  { speed: '×100', name: '100 times as fast as recorded' },
]

/** The parts that can be ended in the middle, and that nothing is. */
export const FAULT_CHOICES: readonly { readonly fault: RunForm['fault']; readonly name: string }[] = [
  { fault: 'none', name: 'Nothing' },
  ...FAULTS.map((fault) => ({ fault, name: `The ${fault}` })),
]

const ID = /^[0-9a-f]{32}$/

/** The words of a text that are IDs, each once, and those that are none. */
export function idsIn(text: string): { readonly ids: readonly string[]; readonly others: readonly string[] } {
  const words = [...new Set(text.split(/[\s,;]+/).filter(Boolean))]
  return { ids: words.filter((word) => ID.test(word)), others: words.filter((word) => !ID.test(word)) }
}

/** What the service is asked for: models in the order in which they are explained, every operation once. */
export function toWantedRun({ chosen, typed, models, speed, fault }: RunForm): WantedRun {
  return {
    operations: [...new Set([...chosen, ...idsIn(typed).ids])],
    models: MODEL_NAMES.filter((name) => models.includes(name)),
    speed,
    ...(fault !== 'none' && { fault }),
  }
}

/** What the form lacks before the run can be asked for. */
export function lackOf(form: RunForm): string | undefined {
  const { others } = idsIn(form.typed)
  if (others.length > 0) return `Not an ID of 32 hexadecimal digits: ${others[0]}`
  const { operations, models = [] } = toWantedRun(form)
  if (Array.isArray(operations) && operations.length === 0) return 'Choose an operation, or type its ID.'
  return models.length === 0 ? 'Choose a model.' : undefined
}
