import { parseArgs } from 'node:util'
import { type Logger, pino } from 'pino'
import { Registry } from 'prom-client'
import { toFailure } from '../src/errors/failure.ts'
import { processName } from '../src/program/process-name.ts'
import { createKafkaTopics } from '../src/topic/kafka/kafka-topics.ts'
import { createConnector } from './connector.ts'
import { startHealthServer } from './health-server.ts'
import { type AllSettings, readSettings } from './program-settings.ts'
import { redrive, redriveGroup } from './re-drive.ts'
import { deathOf } from './retry-topics.ts'
import { withFailpoints } from './with-failpoints.ts'

/** When what is in flight has not ended by then, the process ends all the same: milliseconds after the signal. */
const LAST_MOMENT_MS = 25_000
/** How long invocations in flight may go on when the connector broke: milliseconds. */
const BROKEN_DRAIN_MS = 5000

const usage = `Usage: node kafka-connector/main.ts
       node kafka-connector/main.ts re-drive --topic TOPIC [--limit NUMBER] [--dry-run]

Without a command it brings the messages of Kafka topics to OpenFaaS functions. re-drive brings the dead letters of a
topic back to the functions that they were for. Settings are environment variables; see kafka-connector/README.md.
`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      topic: { type: 'string' },
      limit: { type: 'string', default: 'Infinity' },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [command] = positionals
  const { topic, limit, 'dry-run': isDryRun } = values
  const isRedrive = command === 're-drive' && topic && (limit === 'Infinity' || /^\d+$/.test(limit))
  if (values.help || (command && !isRedrive)) {
    process.stderr.write(usage)
    process.exitCode = values.help ? 0 : 2
  } else {
    const settings = readSettings(process.env)
    const logger = pino({ level: settings.program.logLevel, base: null })
    if (isRedrive) await runRedrive(settings, logger, topic, Number(limit), isDryRun)
    else await run(settings, logger)
  }
} catch (error) {
  process.stderr.write(`${toFailure(error).message}\n`)
  process.exitCode = 1
}

async function run({ program, connector: settings, kafka, reach }: AllSettings, logger: Logger): Promise<void> {
  const registry = new Registry()
  const kafkaTopics = createKafkaTopics({ settings: kafka, logger })
  const topics = reach ? withFailpoints(kafkaTopics, reach) : kafkaTopics
  const connector = createConnector({
    topics,
    settings,
    name: processName,
    clock: Date.now,
    logger,
    metrics: registry,
  })
  const server = await startHealthServer({
    host: program.httpHost,
    port: program.httpPort,
    registry,
    isReady: () => connector.stats().isReading,
  })
  logger.info({ url: server.url }, 'health and metrics are served')

  const stop = async (deadlineMs?: number): Promise<void> => {
    setTimeout(() => process.exit(1), LAST_MOMENT_MS).unref()
    await connector.stop(deadlineMs)
    await topics.close()
    await server.close()
  }
  // "disconnect": whoever started this process is gone.
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
    process.once(signal, () => {
      logger.info({ signal }, 'the connector drains')
      stop().then(() => process.exit())
    })
  }
  try {
    await connector.start().catch((error) => {
      logger.fatal({ err: error }, 'the connector could not start')
      throw error
    })
    await connector.ended
  } catch {
    // Whatever keeps it from reading, a new process cures: its supervisor starts one.
    process.exitCode = 1
    await stop(BROKEN_DRAIN_MS)
    process.exit()
  }
}

async function runRedrive(
  { connector, kafka }: AllSettings,
  logger: Logger,
  topic: string,
  limit: number,
  isDryRun: boolean,
): Promise<void> {
  const topics = createKafkaTopics({ settings: kafka, logger })
  try {
    const count = await redrive({
      topics,
      topic,
      group: redriveGroup(connector.group),
      limit,
      isDryRun,
      seen(letter) {
        const { function: functionName = '-', reason = '-', outcome = '-', time = '-' } = deathOf(letter)
        process.stdout.write(`${letter.partition}/${letter.offset} ${functionName} ${reason} ${outcome} ${time}\n`)
      },
    })
    process.stdout.write(`${count} dead letters of ${topic} ${isDryRun ? 'would go back' : 'went back'}.\n`)
  } finally {
    await topics.close()
  }
}
