/** The program of a function's process: `node src/faas/main.ts functions/<name>/handler.ts`. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pino } from 'pino'
import { runProgram } from '../program/run-program.ts'
import { startHost } from './host.ts'
import { readHostSettings } from './host-settings.ts'
import type { HostedFunction } from './hosted-function.ts'

const start = async () => {
  const settings = readHostSettings(process.env)
  const [path] = process.argv.slice(2)
  if (path === undefined) throw new Error('Which function? node src/faas/main.ts functions/<name>/handler.ts')
  const { hosted }: { hosted: HostedFunction } = await import(pathToFileURL(resolve(path)).href)
  const logger = pino()
  const host = await startHost({ hosted, settings, logger })
  logger.info({ url: host.url, metricsUrl: host.metricsUrl }, 'the function is served')
  return { stop: host.stop, ...(hosted.ended && { ended: hosted.ended }) }
}

// The work in flight has its own limits; the supervisor's patience is the last one.
await runProgram(start, { lastMomentMs: 120_000 })
