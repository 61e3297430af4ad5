import process from 'node:process'
import { Type } from 'typebox'
import { defineSettings } from '../settings/settings.ts'

/** The moments at which a process can be ended on purpose, in the order of an operation's way: every race has its name. */
export const FAILPOINTS = [
  'after_commit_before_publish',
  'after_publish_before_answer',
  'after_claim',
  'after_resize_before_complete',
  'after_complete_before_answer',
  'after_invoke_before_commit',
] as const

/** The name of one of these moments. */
export type Failpoint = (typeof FAILPOINTS)[number]

/** How a process ends there: at once, as if it were killed, or it only stands still until it is told to go on. */
const SIGNALS = { exit: 'SIGKILL', stop: 'SIGSTOP' } as const

/** The one failpoint of a process; none, unless it is set. */
export const failpointSettings = defineSettings({
  failpoint: {
    env: 'FAILPOINT',
    schema: Type.String({
      pattern: `^((${FAILPOINTS.join('|')}):(${Object.keys(SIGNALS).join('|')}))?$`,
      default: '',
    }),
    about: `For tests: where a process ends (exit) or stands still (stop), once. ${FAILPOINTS.join(', ')}; as after_claim:exit.`,
  },
})

/** Called at a failpoint: does nothing, unless it is the one that is set. */
export type Reach = (name: Failpoint) => void

/**
 * What to call at the failpoints of a process; undefined when none is set, so that nothing has to be wrapped.
 * @throws Failure `settings-not-valid`
 */
export function readFailpoint(env: Readonly<Record<string, string | undefined>>): Reach | undefined {
  const { failpoint } = failpointSettings.read(env)
  if (!failpoint) return undefined
  const [set, end] = failpoint.split(':') as [Failpoint, keyof typeof SIGNALS]
  let isReached = false
  return (name) => {
    if (name !== set || isReached) return
    isReached = true
    process.stderr.write(`failpoint ${failpoint}\n`)
    process.kill(process.pid, SIGNALS[end])
  }
}
