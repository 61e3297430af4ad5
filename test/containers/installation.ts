import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { freePorts } from '../free-ports.ts'
import { temporaryFolder } from '../local-process.ts'
import { docker } from './compose-project.ts'

const root = join(import.meta.dirname, '../..')

/** How a script ended, and everything that it said. */
export interface Run {
  readonly code: number | null
  readonly said: string
}

/** A fresh copy of the project in a folder of its own, and its install script. */
export interface Installation {
  readonly name: string
  readonly folder: string
  /** Where its edge is. */
  readonly url: string
  /** The first answers; what comes later takes them from .env. */
  readonly answers: Readonly<Record<string, string>>
  /** Runs the script with switches (`yes`), answers (by flags), and lines that are typed. */
  run(switches: readonly string[], answers?: Readonly<Record<string, string>>, typed?: string): Promise<Run>
  /** Runs `docker compose …` in the folder. */
  compose(args: readonly string[], input?: string): Run
  /** What is in .env and in the secrets, by file. */
  kept(): Record<string, string>
  /** The identifiers of containers, volumes, networks and images that are there. */
  traces(): Promise<Record<'container' | 'volume' | 'network' | 'image', string[]>>
  /** Removes the folder. */
  remove(): void
}

/** A shell that runs an install script: how it is called, and how it spells a flag. */
export interface Shell {
  readonly script: string
  readonly command: readonly string[]
  spell(flag: string): string
}

const bash: Shell = { script: 'install.sh', command: ['bash', 'install.sh'], spell: (flag) => `--${flag}` }
const powershell: Shell = {
  script: 'install.ps1',
  command: ['pwsh', '-NoProfile', '-File', 'install.ps1'],
  spell: (flag) => `-${flag.replaceAll('-', '')}`,
}

/** Those that this machine has: PowerShell only where `pwsh` is installed. */
export const shells: readonly Shell[] = spawnSync('pwsh', ['-Version']).status === 0 ? [bash, powershell] : [bash]

/** @param shell the one that runs the script */
export async function createInstallation(shell: Shell): Promise<Installation> {
  const name = `picture-resize-test-${randomBytes(4).toString('hex')}`
  const { folder, remove } = temporaryFolder()
  copyProject(folder)
  const port = await freePorts(3)
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
  return {
    name,
    folder,
    url: `http://127.0.0.1:${port}`,
    answers: {
      project: name,
      tag: name,
      roles: 'edge,router,functions,connector,kafka,mysql',
      'edge-address': '127.0.0.1',
      'edge-port': `${port}`,
      'gateway-port': `${port + 1}`,
      'adminer-port': `${port + 2}`,
    },
    run(switches, answers = {}, typed = '') {
      const flags = Object.entries(answers).flatMap(([flag, value]) => [shell.spell(flag), value])
      const [command = '', ...args] = [...shell.command, ...switches.map(shell.spell), ...flags]
      return new Promise((resolve, reject) => {
        const child = spawn(command, args, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] })
        let said = ''
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part))
        child.once('error', reject)
        child.once('close', (code) => resolve({ code, said }))
        child.stdin.on('error', () => {}) // it may end before it has read everything
        child.stdin.end(typed)
      })
    },
    compose(args, input) {
      const { status, stdout, stderr } = spawnSync('docker', ['compose', ...args], {
        cwd: folder,
        env,
        encoding: 'utf8',
        maxBuffer: 256 * 1024 * 1024,
        ...(input === undefined ? {} : { input }),
      })
      return { code: status, said: status === 0 ? stdout : `${stdout}${stderr}` }
    },
    kept: () => keptIn(folder),
    async traces() {
      const label = `label=com.docker.compose.project=${name}`
      const of = async (kind: string, ...args: string[]) =>
        (await docker(kind, 'ls', '-q', ...args)).split('\n').filter(Boolean).sort()
      return {
        container: await of('container', '--all', '--no-trunc', '--filter', label),
        volume: await of('volume', '--filter', label),
        network: await of('network', '--filter', label),
        image: await of('image', '--filter', `reference=*/*:${name}`),
      }
    },
    remove,
  }
}

/** Everything that belongs to the project, and nothing that was built or installed. */
function copyProject(folder: string): void {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  for (const path of files.toString().split('\0')) {
    if (path === '' || !existsSync(join(root, path))) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(root, path), join(folder, path))
  }
}

function keptIn(folder: string): Record<string, string> {
  const secrets = existsSync(join(folder, 'secrets')) ? readdirSync(join(folder, 'secrets')) : []
  const paths = ['.env', ...secrets.map((name) => join('secrets', name))].filter((path) =>
    existsSync(join(folder, path)),
  )
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}
