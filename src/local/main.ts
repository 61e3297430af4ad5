import { runProgram } from '../program/run-program.ts'
import { createGatewayLogger } from './gateway-logger.ts'
import { toHelp } from './help.ts'
import { startLocal } from './local.ts'
import { readSettings, rooms } from './rooms.ts'
import { startMessage } from './start-message.ts'

const LAST_MOMENT_MS = 25_000

if (process.argv.includes('--help') || process.argv.includes('-h')) process.stdout.write(toHelp(rooms))
else {
  const start = async () => {
    const settings = readSettings(process.env)
    const { logger, logBook } = createGatewayLogger(settings.local.logLevel)
    const local = await startLocal(settings, logger, logBook)
    process.stdout.write(startMessage(local.url))
    return local
  }
  await runProgram(start, { lastMomentMs: LAST_MOMENT_MS, farewell: 'Stopping: finishing what is in flight …' })
}
