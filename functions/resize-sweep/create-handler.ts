import type { Logger } from 'pino'
import type { Handler } from '../../src/faas/handler.ts'
import { requireMethod } from '../../src/faas/request.ts'
import { withProblems } from '../../src/faas/with-problems.ts'
import type { MakeCallbacks } from '../../src/operation/callback.ts'
import type { Sweep } from '../../src/operation/sweep.ts'

interface SweepHandlerParts {
  readonly sweep: Sweep
  readonly makeCallbacks: MakeCallbacks
  readonly logger: Logger
}

/** The function `resize-sweep`: called on a schedule, repairs what a crash or an outage left behind and makes callbacks. */
export function createSweepHandler({ sweep, makeCallbacks, logger }: SweepHandlerParts): Handler {
  return withProblems(async (event) => {
    requireMethod(event, 'POST')
    const swept = { ...(await sweep()), callbacks: await makeCallbacks() }
    logger.info(swept, 'swept')
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(swept) }
  }, logger)
}
