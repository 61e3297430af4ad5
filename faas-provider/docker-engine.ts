import { buffer } from 'node:stream/consumers'
import type { ContainerCreateOptions, ContainerInfo, ContainerInspectInfo, ContainerStats } from 'dockerode'
import Docker from 'dockerode'
import { pack } from 'tar-stream'
import { Failure } from '../src/errors/failure.ts'
import { FUNCTION_LABEL } from './labels.ts'

/** An image of nothing at all, for the containers that are never started: made here, so that none must be pulled. */
const CARRIER_IMAGE = 'picture-resize-api/carrier:1'

/** The networks of a container, each with the names that it has there. */
export type Networks = ReadonlyMap<string, readonly string[]>

/** What is asked of a container's log. */
export interface ContainerLogQuery {
  /** How many of the last lines; undefined for all. */
  readonly tail: number | undefined
  readonly since: Date | undefined
}

/**
 * What the provider asks of one Docker Engine. Every function throws Failure `engine-unavailable` when the engine does not
 * answer, and `deployment-refused` with the engine's own words when it answers that something cannot be done.
 */
export type DockerEngine = ReturnType<typeof createDockerEngine>

/** The engine that `DOCKER_HOST` names (the driver reads it), by default the one behind /var/run/docker.sock. */
export function createDockerEngine(docker: Docker = new Docker()) {
  return {
    /** The containers of functions that are in a network, stopped ones too. */
    containers: (network: string): Promise<ContainerInfo[]> =>
      answered(docker.listContainers({ all: true, filters: { network: [network], label: [FUNCTION_LABEL] } })),

    inspect: (id: string): Promise<ContainerInspectInfo> => answered(docker.getContainer(id).inspect()),

    /** Memory and CPU of a container, at this moment. */
    stats: (id: string): Promise<ContainerStats> =>
      answered(docker.getContainer(id).stats({ stream: false, 'one-shot': true })),

    /** @returns the new container's ID; it is not started */
    async create(options: ContainerCreateOptions, otherNetworks: Networks): Promise<string> {
      const container = await answered(docker.createContainer(options))
      try {
        for (const [network, aliases] of otherNetworks) {
          const asked = { Container: container.id, EndpointConfig: { Aliases: [...aliases] } }
          await answered(docker.getNetwork(network).connect(asked))
        }
        return container.id
      } catch (error) {
        await settled(container.remove(), 404)
        throw error
      }
    },

    start: (id: string): Promise<void> => settled(docker.getContainer(id).start(), 304),

    /** Ends a container: SIGTERM, and SIGKILL when its own time for an end is over. */
    stop: (id: string): Promise<void> => settled(docker.getContainer(id).stop(), 304, 404),

    remove: (id: string): Promise<void> => settled(docker.getContainer(id).remove({ force: true, v: true }), 404, 409),

    /** Brings an image; from its registry only when it is not here, or `always`. */
    async bringImage(image: string, always: boolean): Promise<void> {
      if (!always && (await isHere(image))) return
      const stream = await answered(docker.pull(image))
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()))
      // The engine has answered; what goes wrong behind that is between it and the registry.
      await promise.catch((error) => {
        throw new Failure('deployment-refused', { detail: error.message, cause: error })
      })
    },

    /** The log of a container so far, as frames. */
    async logs(id: string, { tail, since }: ContainerLogQuery): Promise<Buffer> {
      const options = { stdout: true, stderr: true, timestamps: true, ...(tail && { tail }), ...sinceOf(since) }
      return await answered(docker.getContainer(id).logs({ ...options, follow: false }))
    },

    /** The same, and what comes until the signal. */
    followLogs: (id: string, since: Date, signal: AbortSignal): Promise<NodeJS.ReadableStream> =>
      answered(
        docker
          .getContainer(id)
          .logs({ stdout: true, stderr: true, timestamps: true, follow: true, abortSignal: signal, ...sinceOf(since) }),
      ),

    /** What happens to containers of functions, a line of JSON each. */
    events: (signal: AbortSignal): Promise<NodeJS.ReadableStream> =>
      answered(docker.getEvents({ abortSignal: signal, filters: { type: ['container'], label: [FUNCTION_LABEL] } })),

    /**
     * Writes files into a volume. Everybody may read them, nobody write: only a container that mounts it sees them.
     * What carries them in is a container that is never started, so it does not matter where this program runs.
     */
    async fillVolume(volume: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
      if (!(await isHere(CARRIER_IMAGE))) await importCarrier()
      const carrier = await answered(
        docker.createContainer({
          Image: CARRIER_IMAGE,
          Cmd: ['never-started'],
          HostConfig: { NetworkMode: 'none', Mounts: [{ Type: 'volume', Source: volume, Target: '/volume' }] },
        }),
      )
      try {
        await answered(carrier.putArchive(await tarOf(files), { path: '/volume' }))
      } finally {
        await settled(carrier.remove(), 404)
      }
    },

    /** The names of the volumes with a label. */
    async volumes(label: string): Promise<string[]> {
      const { Volumes } = await answered(docker.listVolumes({ filters: { label: [label] } }))
      return Volumes.map(({ Name }) => Name)
    },

    removeVolume: (name: string): Promise<void> => settled(docker.getVolume(name).remove(), 404, 409),
  }

  async function isHere(image: string): Promise<boolean> {
    const found = docker.getImage(image).inspect()
    return await answered(
      found.then(
        () => true,
        (error) => (statusOf(error) === 404 ? false : Promise.reject(error)),
      ),
    )
  }

  async function importCarrier(): Promise<void> {
    const [repo, tag] = CARRIER_IMAGE.split(':')
    const root = await tarOf(new Map())
    const stream = await answered(docker.importImage(root as unknown as string, { repo, tag }))
    stream.resume()
    await buffer(stream)
  }
}

const sinceOf = (since: Date | undefined) => (since ? { since: since.getTime() / 1000 } : {})

/** A tape archive of files that everybody may read. */
async function tarOf(files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const archive = pack()
  for (const [name, content] of files) archive.entry({ name, mode: 0o444 }, content)
  archive.finalize()
  return await buffer(archive)
}

const statusOf = (error: unknown) => (error as { statusCode?: number }).statusCode

async function answered<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (statusOf(error) === undefined) {
      throw new Failure('engine-unavailable', { message: `Docker Engine: ${String(error)}`, cause: error })
    }
    const { json, message } = error as { json?: { message?: string }; message: string }
    throw new Failure('deployment-refused', { detail: json?.message ?? message, cause: error })
  }
}

/** Waits for a call for which some refusals mean that it is done already. */
async function settled(call: Promise<unknown>, ...done: number[]): Promise<void> {
  await answered(call.catch((error) => (done.includes(statusOf(error) ?? 0) ? undefined : Promise.reject(error))))
}
