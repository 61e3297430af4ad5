import type { Logger } from 'pino'
import type { Handler } from '../../src/faas/handler.ts'
import { requireMethod } from '../../src/faas/request.ts'
import { withProblems } from '../../src/faas/with-problems.ts'
import type { Sweep } from '../../src/operation/sweep.ts'

/** The function `resize-sweep`: called on a schedule, repairs what a crash or an outage left behind. */
export function createSweepHandler({ sweep, logger }: { sweep: Sweep; logger: Logger }): Handler {
  return withProblems(async (event) => {
    requireMethod(event, 'POST')
    const swept = await sweep()
    logger.info(swept, 'swept')
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(swept) }
  }, logger)
}
