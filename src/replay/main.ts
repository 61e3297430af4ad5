/** The program behind `picture-resize replay`: rebuilds operations in an empty store, and proves that each picture is equal. */
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { toFailure } from '../errors/failure.ts'
import { createEngine } from '../picture/create-engine.ts'
import { limitSettings } from '../picture/limits.ts'
import { replay } from '../playback/replay.ts'
import { readAll } from '../settings/settings.ts'
import { openStores } from '../store/open-stores.ts'
import { mysqlSettings, storeSettings } from '../store/settings.ts'
import { kafkaSettings } from '../topic/kafka/settings.ts'
import { openTopics } from '../topic/open-topics.ts'
import { topicSettings } from '../topic/settings.ts'

const usage = `Usage: picture-resize replay --from TIME --to TIME --into URL

Rebuilds the operations whose messages were written in that span, from the topic and the sources that are kept, into an
empty store, and compares every picture with what was recorded. Where the system is, the settings say, as for npm start.

  --from, --to  ISO 8601; --to is not included
  --into        mysql://user:password@host:3306/database, or the folder of a new SQLite store

Exit code 0: every picture is equal. 1: not proven of each. 2: called wrongly.
`

const readers = {
  store: storeSettings.read,
  mysql: mysqlSettings.read,
  topic: topicSettings.read,
  kafka: kafkaSettings.read,
  limits: limitSettings.read,
}

/** What was asked for; undefined when that is not clear. */
function readArguments() {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { from: text, to: text, into: text } })
  const [from, to] = [Date.parse(values.from ?? ''), Date.parse(values.to ?? '')]
  return Number.isNaN(from) || Number.isNaN(to) || !values.into ? undefined : { span: { from, to }, into: values.into }
}

async function run({ span, into }: NonNullable<ReturnType<typeof readArguments>>): Promise<number> {
  const settings = readAll(readers, process.env)
  const { limits, store, mysql, kafka, topic } = settings
  const logger = pino({ level: 'warn' }, pino.destination(2))
  const largestPictureBytes = Math.max(limits.maxSourceBytes, limits.maxResultBytes)
  const open = (place: { dataFolder: string; mysql?: typeof mysql }) => openStores({ ...place, largestPictureBytes })
  const recorded = (await open({ ...store, mysql })).operations
  const target = (
    await open(/^mysql:/.test(into) ? { dataFolder: '', mysql: { ...mysql, url: into } } : { dataFolder: into })
  ).operations
  const topics = openTopics({ kafka, folder: store.dataFolder, clock: Date.now, logger })
  const engine = createEngine(limits)
  try {
    const atOnce = engine.stats().slots
    const { operations, equal, unproven } = await replay(
      { topics, topic: topic.name, recorded, target, engine, atOnce, logger },
      span,
    )
    for (const { operation, why } of unproven) process.stdout.write(`${operation}: ${why}\n`)
    process.stdout.write(`${equal} of ${operations} operations are equal, picture by picture.\n`)
    return operations > 0 && unproven.length === 0 ? 0 : 1
  } finally {
    await engine.close()
    await topics.close()
    await target.close()
    await recorded.close()
  }
}

try {
  const asked = readArguments()
  if (asked) process.exitCode = await run(asked)
  else {
    process.stderr.write(usage)
    process.exitCode = 2
  }
} catch (error) {
  process.stderr.write(`${toFailure(error).message}\n`)
  process.exitCode = error instanceof TypeError ? 2 : 1
}
