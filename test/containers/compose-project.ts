import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from '../local-process.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

/** Every part that can be started without images of OpenFaaS and Confluent: our router is in the gateway's place. */
const PROFILES = 'edge,router,functions,connector,kafka,mysql'

/** What Docker says of a container, as far as tests look at it. */
export interface Container {
  readonly Id: string
  readonly Name: string
  readonly Config: {
    readonly User: string
    readonly Env: readonly string[]
    readonly Cmd: readonly string[] | null
    readonly Labels: Readonly<Record<string, string>>
  }
  readonly HostConfig: {
    readonly CapDrop: readonly string[] | null
    readonly CapAdd: readonly string[] | null
    readonly SecurityOpt: readonly string[] | null
    readonly ReadonlyRootfs: boolean
    readonly Privileged: boolean
    readonly PidsLimit: number | null
    readonly Memory: number
    readonly NetworkMode: string
    readonly PidMode: string
    readonly IpcMode: string
  }
  readonly Mounts: readonly {
    readonly Type: string
    readonly Source: string
    readonly Destination: string
    readonly RW: boolean
  }[]
  readonly State: { readonly Pid: number; readonly Status: string; readonly StartedAt: string }
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[] | null>>
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>
  }
}

/** docker-compose.yml as a project of its own: images, ports, secrets, volumes and networks that no other has. */
export interface ComposeProject {
  readonly name: string
  /** The secrets by their names. */
  readonly secrets: ReadonlyMap<string, string>
  /** `docker compose …`. @returns what it printed */
  compose(...args: string[]): Promise<string>
  /** Sets a variable of the files, or of Compose itself, from now on. */
  set(variable: string, value: string): void
  /** Builds and starts everything, and waits until all of it is healthy. */
  start(): Promise<void>
  /** The containers of a service, or of all; ended ones are left out. */
  containers(service?: string): Promise<Container[]>
  /** Where a port of a service is published: `http://127.0.0.1:…`. */
  urlOf(service: string, port: number): Promise<string>
  /** Ends everything, with its volumes and images. */
  remove(): Promise<void>
}

/** The service that a container is of. */
export const serviceOf = ({ Config }: Container): string => Config.Labels['com.docker.compose.service'] ?? ''

/** `docker …`. @returns what it printed */
export async function docker(...args: string[]): Promise<string> {
  const { stdout } = await run('docker', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  return stdout.trim()
}

/** Prepares a project; nothing runs yet. */
export async function composeProject(): Promise<ComposeProject> {
  const name = `picture-resize-test-${randomBytes(4).toString('hex')}`
  const { folder, remove } = temporaryFolder()
  const env: Record<string, string | undefined> = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    COMPOSE_PROJECT_NAME: name,
    COMPOSE_PROFILES: PROFILES,
    // Whatever .env of this checkout says: it is of another project.
    COMPOSE_DISABLE_ENV_FILE: 'true',
    SECRETS_DIR: folder,
    TAG: name,
    EDGE_ADDRESS: '127.0.0.1',
    EDGE_PORT: '0',
    GATEWAY_PORT: '0',
    ADMINER_PORT: '0',
  }
  await run(process.execPath, [join(root, 'scripts/write-secrets.mjs')], { env })
  const compose = async (...args: string[]) => {
    const { stdout } = await run('docker', ['compose', ...args], { cwd: root, env, maxBuffer: 64 * 1024 * 1024 })
    return stdout.trim()
  }
  return {
    name,
    secrets: new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')])),
    compose,
    set(variable, value) {
      env[variable] = value
    },
    async start() {
      await compose('build')
      // On a busy machine Compose gives up what has only been slow.
      const up = () => compose('up', '-d', '--wait')
      await up().catch(up).catch(up)
    },
    async containers(service) {
      const ids = await compose('ps', '-q', ...(service ? [service] : []))
      return ids === '' ? [] : (JSON.parse(await docker('inspect', ...ids.split('\n'))) as Container[])
    },
    async urlOf(service, port) {
      return `http://${await compose('port', service, String(port))}`
    },
    async remove() {
      await compose('down', '-v', '--timeout', '5')
      const images = await docker(
        'image',
        'ls',
        '--format',
        '{{.Repository}}:{{.Tag}}',
        '--filter',
        `reference=*/*:${name}`,
      )
      if (images !== '') await docker('image', 'rm', ...images.split('\n'))
      remove()
    },
  }
}
