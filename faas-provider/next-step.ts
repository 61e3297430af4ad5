/** A container of a function, as far as the next step depends on it. */
export interface Member {
  readonly id: string
  readonly revision: string
  /** `starting`: it runs and takes no calls yet. `stopping`: it runs and takes none any more. */
  readonly phase: 'stopped' | 'starting' | 'ready' | 'stopping'
  readonly createdAt: number
}

/** How a function shall be. */
export interface Goal {
  /** The deployment that shall run. */
  readonly revision: string
  readonly replicas: number
  /** Whether stopped containers stay: those of Docker Compose are not ours to remove. */
  readonly keepsStopped: boolean
}

/** What to do next with a container of a function, or with none of them. */
export type Step =
  | { readonly do: 'create' | 'wait' | 'nothing' }
  | { readonly do: 'start' | 'retire' | 'remove'; readonly id: string }

/**
 * The one rule behind scaling, updating, going to zero and coming back: what brings a function nearer to its goal.
 *
 * As many replicas take calls all the while as before or as the goal asks for, whichever is less, and never is there more
 * than one above the goal, not counting those that are ending; an update waits for these too, so that it needs the memory
 * of one replica more and no more. At zero one stopped container stays behind: it is the record of the function.
 */
export function nextStep(members: readonly Member[], goal: Goal): Step {
  const byAge = members.toSorted((a, b) => a.createdAt - b.createdAt)
  const current = byAge.filter(({ revision }) => revision === goal.revision)
  const old = byAge.filter(({ revision }) => revision !== goal.revision)
  const inPhase = (list: Member[], phase: Member['phase']) => list.filter((member) => member.phase === phase)
  const ready = inPhase(current, 'ready')
  const starting = inPhase(current, 'starting')
  const oldReady = inPhase(old, 'ready')

  const extra = old.find(({ phase }) => phase === 'starting') ?? surplusOf([...ready, ...starting], goal.replicas)
  if (extra) return { do: 'retire', id: extra.id }
  const [replaced] = oldReady
  if (replaced && ready.length + oldReady.length > goal.replicas) return { do: 'retire', id: replaced.id }

  const isUnderWay = starting.length > 0 || members.some(({ phase }) => phase === 'stopping')
  const isUpdate = old.some(({ phase }) => phase !== 'stopped')
  if (ready.length + starting.length < goal.replicas && !(isUpdate && isUnderWay)) {
    const [stopped] = inPhase(current, 'stopped')
    return stopped ? { do: 'start', id: stopped.id } : { do: 'create' }
  }
  if (isUnderWay) return { do: 'wait' }

  const kept = goal.replicas === 0 ? 1 : 0
  const left = goal.keepsStopped ? undefined : (inPhase(old, 'stopped')[0] ?? inPhase(current, 'stopped')[kept])
  return left ? { do: 'remove', id: left.id } : { do: 'nothing' }
}

/** The one that goes first when there are more than wanted: the one that is of the least use, the newest. */
function surplusOf(running: readonly Member[], wanted: number): Member | undefined {
  return running.length > wanted ? running.at(-1) : undefined
}
