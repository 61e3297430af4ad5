/** The program behind `npm run stack`. */
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { toFailure } from '../errors/failure.ts'
import { runProgram } from '../program/run-program.ts'
import { readAll } from '../settings/settings.ts'
import { mysqlSettings, storeSettings } from '../store/settings.ts'
import { brokersOf, kafkaSettings } from '../topic/kafka/settings.ts'
import { followLogs } from './logs.ts'
import { programsOf, supervisorPort } from './programs.ts'
import { stackSettings } from './settings.ts'
import { type ProgramState, startSupervisor } from './supervisor.ts'

const usage = `Usage: npm run stack -- up | down | status | logs [name]

up      starts every part as a process of its own, in the background, and waits until all are ready
down    lets them finish what is in flight and ends them
status  shows them
logs    shows the last lines of all of them, or of one, and what follows
`

/** How long \`up\` waits until everything is ready, and \`down\` until everything has ended: milliseconds. */
const PATIENCE_MS = 90_000
const LAST_MOMENT_MS = 80_000

/** What the supervisor answers. */
interface Answer {
  readonly pid: number
  readonly folder: string
  readonly programs: readonly ProgramState[]
}

const root = join(import.meta.dirname, '../..')
const readers = {
  stack: stackSettings.read,
  store: storeSettings.read,
  mysql: mysqlSettings.read,
  kafka: kafkaSettings.read,
}

try {
  const settings = readAll(readers, process.env)
  const folder = resolve(root, settings.store.dataFolder, 'stack')
  const programs = programsOf(settings.stack)
  const address = `http://127.0.0.1:${supervisorPort(settings.stack)}`
  const [command = '', name] = process.argv.slice(2)
  const commands: Readonly<Record<string, () => Promise<void> | void>> = { up, down, status, logs, supervise }
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined
  if (run) await run()
  else {
    process.stderr.write(usage)
    process.exitCode = 2
  }

  async function up(): Promise<void> {
    if (!settings.mysql.url || brokersOf(settings.kafka).length === 0) {
      throw new Error(
        'Set MYSQL_URL (mysql://user:password@host:3306/database) and KAFKA_BROKERS (host:9092): the stack runs on them. ' +
          'Without them, npm start is the whole service in one process.',
      )
    }
    if (!(await ask())) startInBackground()
    const deadline = Date.now() + PATIENCE_MS
    while (!(await isReady()) && Date.now() < deadline) await sleep(300)
    await status()
    if (!(await isReady())) throw new Error('Not everything is ready. npm run stack -- logs shows why.')
  }

  async function down(): Promise<void> {
    const found = await ask()
    if (found) process.kill(found.pid, 'SIGTERM')
    const deadline = Date.now() + PATIENCE_MS
    while (found && (await ask()) && Date.now() < deadline) await sleep(100)
    process.stdout.write(found ? 'The stack is down.\n' : 'The stack is not up.\n')
  }

  async function status(): Promise<void> {
    const found = await ask()
    if (!found) return void process.stdout.write('The stack is not up.\n')
    const rows = await Promise.all(
      found.programs.map(async ({ name, pid, startedAt, restarts, url, readyUrl }) => {
        const uptime = pid === undefined ? '-' : `${Math.round((Date.now() - startedAt) / 1000)} s`
        return [name, String(pid ?? '-'), uptime, String(restarts), (await answers(readyUrl)) ? 'yes' : 'no', url]
      }),
    )
    process.stdout.write(toTable([['process', 'pid', 'uptime', 'restarts', 'ready', 'address'], ...rows]))
  }

  function logs(): Promise<void> {
    const names = programs.map((program) => program.name)
    if (name !== undefined && !names.includes(name)) throw new Error(`There is no ${name}, but: ${names.join(', ')}.`)
    return followLogs(folder, name === undefined ? names : [name], (line) => void process.stdout.write(`${line}\n`))
  }

  /** The process that stays: it keeps the others running and says how they are. */
  function supervise(): Promise<void> {
    const start = async () => {
      const server = createServer((_request, response) => {
        const answer: Answer = { pid: process.pid, folder, programs: supervisor?.states() ?? [] }
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
      })
      await new Promise<void>((done, failed) => {
        server.once('error', failed).listen(supervisorPort(settings.stack), '127.0.0.1', done)
      })
      const supervisor = startSupervisor({ programs, env: process.env, root, folder, clock: Date.now })
      return {
        async stop() {
          await supervisor.stop()
          server.close()
          server.closeAllConnections()
        },
      }
    }
    return runProgram(start, { lastMomentMs: LAST_MOMENT_MS })
  }

  function startInBackground(): void {
    mkdirSync(folder, { recursive: true })
    const log = openSync(join(folder, 'supervisor.log'), 'a')
    const args = [join(import.meta.dirname, 'main.ts'), 'supervise']
    spawn(process.execPath, args, { cwd: root, detached: true, stdio: ['ignore', log, log] }).unref()
    closeSync(log)
  }

  async function isReady(): Promise<boolean> {
    const found = await ask()
    const states = await Promise.all((found?.programs ?? []).map(({ readyUrl }) => answers(readyUrl)))
    return states.length > 0 && states.every(Boolean)
  }

  /** The supervisor's answer; undefined when there is none, or only that of something else. */
  async function ask(): Promise<Answer | undefined> {
    const response = await fetch(address, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
    const answer = (await response?.json().catch(() => undefined)) as Answer | undefined
    if (response && answer?.folder !== folder) throw new Error(`Something else is at ${address}. Set STACK_PORT.`)
    return answer
  }
} catch (error) {
  process.stderr.write(`${toFailure(error).message}\n`)
  process.exitCode = 1
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
  await response?.body?.cancel()
  return response?.status === 200
}

function toTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
