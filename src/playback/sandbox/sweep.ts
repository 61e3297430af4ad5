import { createSweep, type Sweep } from '../../operation/sweep.ts'
import { CLAIM_RULES, SANDBOX_LEASE_MS, type Sandbox } from './sandbox.ts'
import { publishTo } from './submit.ts'

const NEVER_MS = Number.MAX_SAFE_INTEGER / 2

/** The sweep use case over a sandbox. Nothing is given up and nothing expires there. */
export function createSandboxSweep(sandbox: Sandbox, topic: string): Sweep {
  const life = sandbox.life('sweep')
  return createSweep({
    ...sandbox,
    store: life.store,
    publish: publishTo(sandbox, life, topic),
    // A sandbox has no topic that anybody could delete.
    readBacklog: async () => () => true,
    rules: {
      lostAfterMs: NEVER_MS,
      unpublishedAfterMs: SANDBOX_LEASE_MS,
      republishAfterMs: 5 * SANDBOX_LEASE_MS,
      deadlineMs: NEVER_MS,
      retentionMs: NEVER_MS,
      maxAttempts: CLAIM_RULES.maxAttempts,
    },
  })
}
