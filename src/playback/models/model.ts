import type { Played } from '../played.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { ModelName } from './names.ts'
import type { PartName } from './part-name.ts'

/** A model of event-driven architecture, over the same use cases, topics and stores as every other one. */
export interface Model {
  readonly name: ModelName
  readonly title: string
  /** What a message carries. */
  readonly carries: string
  /** Who decides what is done next: who knows the workflow. */
  readonly decides: string
  /** Where the state of an operation lives. */
  readonly keeps: string
  /** The parts that a fault can end. */
  readonly parts: readonly PartName[]
  /** Makes its topics, begins its parts and connects them. */
  begin(sandbox: Sandbox): Promise<Play>
}

/** A model in a sandbox, ready to be played. */
export interface Play {
  /**
   * Hands in one operation.
   * @throws Failure `message-too-large` when the model would have to carry more than a message may
   */
  submit(played: Played): Promise<void>
  /** Repairs what a fault left behind. Called when nothing has ended for a while. */
  sweep(): Promise<unknown>
}
