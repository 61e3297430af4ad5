import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { hasCode } from '../src/errors/failure.ts'
import type { Directory } from './directory.ts'
import type { DockerEngine } from './docker-engine.ts'
import { type Goal, type Member, nextStep, type Step } from './next-step.ts'
import { FROM_OUTSIDE, type Replica } from './replica.ts'

/** When only the end of replicas is waited for, it is looked after this often: milliseconds. */
const LOOK_EVERY_MS = 1000

/** Brings functions to their goals, one step after another. */
export interface Rollouts {
  /** The goal that a function is being brought to; undefined when it is as it shall be. */
  goalOf(name: string): Goal | undefined
  /** Sets a function's goal, in place of the one it had. The work goes on in the background. */
  bring(name: string, goal: Goal): void
  /** No step is taken for a function until the returned function is called: a replica that its goal does not know is made. */
  hold(name: string): () => void
  /** Takes no more steps; resolves when those that have begun are done. */
  stop(): Promise<void>
}

interface RolloutParts {
  readonly engine: DockerEngine
  readonly directory: Directory
  /** Starts one more replica of a function. */
  readonly addReplica: (name: string, goal: Goal) => Promise<void>
  /** Called when a function has reached its goal. */
  readonly reached: (name: string) => Promise<void>
  /** How long a replica may take until it answers, in milliseconds. */
  readonly readyTimeoutMs: number
  readonly logger: Logger
}

/**
 * Each function that is not as it shall be has a loop of its own: it looks, takes the next step, and looks again. An update
 * whose new replica does not answer in time, or cannot be started, is taken back.
 */
export function createRollouts(parts: RolloutParts): Rollouts {
  const { engine, directory, addReplica, reached, readyTimeoutMs, logger } = parts
  const goals = new Map<string, Goal>()
  const loops = new Map<string, Promise<void>>()
  /** How many have asked that no step is taken. */
  const holds = new Map<string, number>()

  return {
    goalOf: (name) => goals.get(name),
    bring(name, goal) {
      goals.set(name, goal)
      directory.announce()
      if (loops.has(name)) return
      const loop = work(name).finally(() => loops.delete(name))
      loops.set(name, loop)
    },
    hold(name) {
      holds.set(name, (holds.get(name) ?? 0) + 1)
      return () => {
        const left = (holds.get(name) ?? 1) - 1
        if (left > 0) holds.set(name, left)
        else holds.delete(name)
        directory.announce()
      }
    },
    async stop() {
      goals.clear()
      directory.announce()
      await Promise.all(loops.values())
    },
  }

  async function work(name: string): Promise<void> {
    let since = performance.now()
    let last: Goal | undefined
    for (let goal = goals.get(name); goal; goal = goals.get(name)) {
      if (goal !== last) since = performance.now()
      last = goal
      try {
        await directory.refresh()
        // There may be another goal meanwhile: to this one, the replica of that would be an old one.
        if (goals.get(name) !== goal) continue
        if (holds.has(name)) {
          await directory.changed(AbortSignal.timeout(LOOK_EVERY_MS))
          continue
        }
        const members = membersOf(name, goal)
        const step = nextStep(members, goal)
        if (step.do === 'nothing') {
          await reached(name)
          if (goals.get(name) === goal) goals.delete(name)
        } else if (step.do !== 'wait') {
          logger.debug({ function: name, goal, step }, 'the next step')
          await take(step, name, goal)
          since = performance.now()
        } else {
          const leftMs = since + readyTimeoutMs - performance.now()
          const isLate = leftMs <= 0 && members.some(({ phase }) => phase === 'starting')
          if (isLate) takeBack(name, goal, 'no replica answers in time')
          else await directory.changed(AbortSignal.timeout(Math.ceil(Math.max(leftMs, LOOK_EVERY_MS))))
        }
      } catch (error) {
        if (hasCode(error, 'engine-unavailable')) await pause(LOOK_EVERY_MS)
        else takeBack(name, goal, error)
      }
    }
  }

  async function take(step: Exclude<Step, { do: 'wait' | 'nothing' }>, name: string, goal: Goal): Promise<void> {
    switch (step.do) {
      case 'create':
        return await addReplica(name, goal)
      case 'start':
        return await engine.start(step.id)
      case 'remove':
        return await engine.remove(step.id)
      case 'retire':
        directory.retire(step.id)
        // Not waited for: several can end at the same time.
        end(step.id).catch((error) => logger.error({ err: error, function: name }, 'a replica does not end'))
    }
  }

  /** Not before its calls have ended: one whose connection was not taken up yet would be lost with the listening socket. */
  async function end(id: string): Promise<void> {
    await directory.quiet(id)
    await engine.stop(id)
    await directory.refresh()
  }

  /** A new revision that cannot be gives way to the one before; without one, what there is of it goes on trying. */
  function takeBack(name: string, goal: Goal, reason: unknown): void {
    const members = membersOf(name, goal)
    const old = members.findLast(({ revision, phase }) => revision !== goal.revision && phase === 'ready')
    logger.error({ err: reason, function: name, goal, isTakenBack: old !== undefined }, 'the goal cannot be reached')
    if (goals.get(name) !== goal) return
    if (old) goals.set(name, { ...goal, revision: old.revision })
    else goals.delete(name)
  }

  function membersOf(name: string, goal: Goal): Member[] {
    const isOfTheGoal = ({ revision }: Replica) => (revision === FROM_OUTSIDE) === (goal.revision === FROM_OUTSIDE)
    return directory
      .replicasOf(name)
      .filter(isOfTheGoal)
      .map((replica) => ({ ...replica, phase: directory.phaseOf(replica) }))
  }
}
