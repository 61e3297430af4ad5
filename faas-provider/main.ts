import { pino } from 'pino'
import manifest from '../package.json' with { type: 'json' }
import { runProgram } from '../src/program/run-program.ts'
import { createDockerEngine } from './docker-engine.ts'
import { startProvider } from './provider.ts'
import { readProviderSettings } from './settings.ts'

/** When what is in flight has not ended by then, the process ends all the same: milliseconds after the signal. */
const LAST_MOMENT_MS = 25_000

const start = async () => {
  const settings = readProviderSettings(process.env)
  const logger = pino({ level: settings.logLevel, base: null })
  const provider = await startProvider({ settings, engine: createDockerEngine(), version: manifest.version, logger })
  logger.info({ url: provider.url, network: settings.network }, 'the provider is served')
  return provider
}

await runProgram(start, { lastMomentMs: LAST_MOMENT_MS })
