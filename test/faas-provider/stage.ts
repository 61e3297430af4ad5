import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import Docker from 'dockerode'
import { pack } from 'tar-stream'
import { createDockerEngine } from '../../faas-provider/docker-engine.ts'
import { type Provider, startProvider } from '../../faas-provider/provider.ts'
import { readProviderSettings } from '../../faas-provider/settings.ts'
import { temporaryFolder } from '../local-process.ts'
import { logger } from '../logger.ts'

/** What the function of the suites is made of. */
const BASE_IMAGE = 'node:24-bookworm-slim'

const docker = new Docker()

/** A provider before a real engine, with a network, an image and secrets of its own. */
export interface Stage {
  readonly docker: Docker
  readonly network: string
  /** The image of test-function.mjs. */
  readonly image: string
  url(): string
  /** Calls the provider with credentials; a body that is no text is sent as JSON. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: string }>
  /** Calls a function without credentials. */
  invoke(path: string, init?: RequestInit): Promise<Response>
  /** Deploys test-function.mjs in one go and waits until it answers. */
  deploy(service: string, more?: Record<string, unknown>): Promise<void>
  status(service: string): Promise<{ replicas: number; availableReplicas: number; [name: string]: unknown }>
  containersOf(service: string): Promise<Docker.ContainerInfo[]>
  /** Ends the provider and starts another one on the same engine. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** @param env settings beside those of the stage */
export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const id = randomBytes(4).toString('hex')
  const network = `provider-suite-${id}`
  const image = `provider-suite/function:${id}`
  const { folder, remove } = temporaryFolder()
  writeFileSync(join(folder, 'basic-auth-user'), 'admin')
  writeFileSync(join(folder, 'basic-auth-password'), 'secret')
  await docker.createNetwork({ Name: network })
  await buildImage(image)
  const settings = readProviderSettings({
    host: '127.0.0.1',
    port: '0',
    functions_network: network,
    secret_mount_path: folder,
    secrets_folder: join(folder, 'secrets'),
    ...env,
  })
  const start = () => startProvider({ settings, engine: createDockerEngine(docker), version: '1.2.3', logger })
  let provider: Provider = await start()
  const authorization = `Basic ${Buffer.from('admin:secret').toString('base64')}`

  const call: Stage['call'] = async (method, path, body) => {
    const sent = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(`${provider.url}${path}`, { method, headers: { authorization }, body: sent })
    return { status: response.status, body: await response.text() }
  }
  const status: Stage['status'] = async (service) => JSON.parse((await call('GET', `/system/function/${service}`)).body)
  const containersOf: Stage['containersOf'] = (service) =>
    docker.listContainers({
      all: true,
      filters: { network: [network], label: [`com.openfaas.function=${service}`] },
    })

  return {
    docker,
    network,
    image,
    url: () => provider.url,
    call,
    invoke: (path, init) => fetch(`${provider.url}/function/${path}`, init),
    async deploy(service, more = {}) {
      const { status: code, body } = await call('POST', '/system/functions', { service, image, ...more })
      if (code !== 202) throw new Error(`deploying ${service}: ${code} ${body}`)
      await until(async () => (await status(service)).availableReplicas === 1)
    },
    status,
    containersOf,
    async restart() {
      await provider.stop()
      provider = await start()
    },
    async close() {
      await provider.stop()
      const left = await docker.listContainers({ all: true, filters: { network: [network] } })
      await Promise.all(left.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
      const { Volumes } = await docker.listVolumes()
      const ours = (Volumes ?? []).filter(({ Name }) => Name.startsWith(network))
      await Promise.all(ours.map(({ Name }) => docker.getVolume(Name).remove()))
      await docker.getNetwork(network).remove()
      await docker.getImage(image).remove({ force: true })
      remove()
    },
  }
}

/** Waits until something is so. @throws Error when it is not after a minute */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not so after a minute: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function buildImage(tag: string): Promise<void> {
  const context = pack()
  context.entry(
    { name: 'Dockerfile' },
    `FROM ${BASE_IMAGE}\nCOPY function.mjs /\nUSER 1000\nCMD ["node", "/function.mjs"]\n`,
  )
  context.entry({ name: 'function.mjs', mode: 0o444 }, readFileSync(join(import.meta.dirname, 'test-function.mjs')))
  context.finalize()
  const said = await text(await docker.buildImage(Readable.from([await buffer(context)]), { t: tag }))
  if (said.includes('"error"')) throw new Error(said)
}
