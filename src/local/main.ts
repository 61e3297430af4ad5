import { pino } from 'pino'
import { toFailure } from '../errors/failure.ts'
import { toHelp } from './help.ts'
import { startLocal } from './local.ts'
import { createLogBook } from './log-book.ts'
import { readSettings, rooms } from './rooms.ts'
import { startMessage } from './start-message.ts'

/** When the work in flight has not ended by then, the process ends all the same: milliseconds after the signal. */
const LAST_MOMENT_MS = 25_000

if (process.argv.includes('--help') || process.argv.includes('-h')) process.stdout.write(toHelp(rooms))
else await run()

async function run(): Promise<void> {
  try {
    const settings = readSettings(process.env)
    const logBook = createLogBook({ capacity: 1000, instance: String(process.pid) })
    const { logLevel } = settings.local
    const streams = [
      { level: 'info' as const, stream: logBook.stream },
      ...(logLevel === 'silent' ? [] : [{ level: logLevel, stream: process.stderr }]),
    ]
    const logger = pino({ level: logLevel === 'debug' ? 'debug' : 'info', base: null }, pino.multistream(streams))
    const local = await startLocal(settings, logger, logBook)
    process.stdout.write(startMessage(local.url))
    stopOnSignal(local.stop)
    await local.ended
  } catch (error) {
    process.stderr.write(`${toFailure(error).message}\n`)
    process.exit(1)
  }
}

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false
  const onSignal = async () => {
    if (isStopping) return
    isStopping = true
    process.stdout.write('Stopping: finishing what is in flight …\n')
    setTimeout(() => process.exit(1), LAST_MOMENT_MS).unref()
    await stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  // The set-up script that started this process is gone.
  process.on('disconnect', onSignal)
}
