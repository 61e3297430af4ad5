import type { Engine, OperationStore } from '../../operation/ports.ts'
import type { Topics } from '../../topic/topic.ts'
import type { PartName } from '../models/part-name.ts'
import type { WorkflowStore } from '../ports.ts'
import type { Recorder } from '../record.ts'
import type { CommandStep, createCommands } from './commands.ts'
import type { FaultPlan } from './fault.ts'
import { mortal } from './mortal.ts'
import { recordedStore, recordedWorkflows, recordedWrite } from './recorded-ports.ts'

/** An engine that gives a picture up with a signal. */
export interface StoppableEngine extends Engine {
  resize(...parameters: [...Parameters<Engine['resize']>, AbortSignal?]): ReturnType<Engine['resize']>
}

/** What one life of a part has of the world. All of it ends with the life, and all of it is taken down. */
export interface Life {
  /** `worker-2`: the part's name and the number of this life. */
  readonly name: string
  readonly store: OperationStore
  readonly workflows: WorkflowStore
  readonly topics: Pick<Topics, 'write'>
  readonly engine: Engine
  /** Commands a step through the gateway. @throws Failure `function-unavailable` when it has to be commanded again */
  readonly command: CommandStep
  /** Takes down that the truth knows the end of an operation, where that is not the row in the store. */
  decided(operation: string): void
  /** Aborted when the life ends. */
  readonly signal: AbortSignal
}

interface LivesParts {
  readonly store: OperationStore
  readonly workflows: WorkflowStore
  readonly topics: Pick<Topics, 'write'>
  readonly maxMessageBytes: number
  readonly engine: StoppableEngine
  readonly commands: ReturnType<typeof createCommands>
  readonly recorder: Recorder
  readonly fault: FaultPlan
}

/** The lives of the parts of a sandbox: each has ports of its own over the same world. */
export interface Lives {
  /** @param end ends the life, when a fault is to; without it no fault does */
  begin(part: PartName, signal: AbortSignal, end?: () => void): Life
  /** Counts a life that needs no ports. */
  count(part: PartName): number
  /** The name of the last life of a part. */
  nameOf(part: PartName): string
}

/** No part has lived yet. */
export function createLives(parts: LivesParts): Lives {
  const { recorder, fault, engine, maxMessageBytes } = parts
  const lives = new Map<PartName, number>()
  const count = (part: PartName): number => {
    const number = (lives.get(part) ?? 0) + 1
    lives.set(part, number)
    return number
  }

  return {
    count,
    nameOf: (part) => `${part}-${lives.get(part) ?? 1}`,
    begin(part, signal, end) {
      // A worker is ended while its engine works, every other part between two of its writes.
      const onWrite = () => {
        if (end && part !== 'worker') fault.midway(part, end)
      }
      const recording = { part, recorder, onWrite }
      return {
        name: `${part}-${count(part)}`,
        signal,
        store: mortal(recordedStore(parts.store, recording), signal),
        workflows: mortal(recordedWorkflows(parts.workflows, recording), signal),
        topics: mortal(recordedWrite(parts.topics, { ...recording, maxMessageBytes }), signal),
        command: mortal({ command: parts.commands(part, signal) }, signal).command,
        engine: {
          fingerprint: engine.fingerprint,
          async resize(source, options) {
            let isWorking = true
            // A moment later: the child process has the picture then, unless it is done with it already.
            if (end && part === 'worker') setTimeout(() => isWorking && fault.midway(part, end), 1)
            try {
              return await engine.resize(source, options, signal)
            } finally {
              isWorking = false
            }
          },
        },
        decided: (operation) => recorder.note({ part, happened: 'decided', operation }),
      }
    },
  }
}
