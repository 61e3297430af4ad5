import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { Failure } from '../errors/failure.ts'
import { answerOf } from './answer-of.ts'
import type { Answer } from './handler.ts'
import { createHostMetrics } from './host-metrics.ts'
import type { HostSettings } from './host-settings.ts'
import type { HostedFunction } from './hosted-function.ts'
import { listen } from './listen.ts'
import { toProblemAnswer } from './problem.ts'
import { createServer, send, toEvent } from './server.ts'

/** A function that is served. */
export interface Host {
  /** Where it is served, without a slash at the end; `metricsUrl` has `/metrics`. */
  readonly url: string
  readonly metricsUrl: string
  /** Lets callers see that the function is going, finishes what is in flight, ends. */
  stop(): Promise<void>
}

interface HostParts {
  readonly hosted: HostedFunction
  readonly settings: HostSettings
  readonly logger: Logger
}

/**
 * Serves one handler as OpenFaaS asks of a workload (https://docs.openfaas.com/reference/workloads/): HTTP on one port,
 * `/_/health`, `/_/ready`, time limits, a limit of calls at the same time, metrics, an end that loses no call. There is no
 * watchdog in between: it would copy every picture once more.
 */
export async function startHost({ hosted, settings, logger }: HostParts): Promise<Host> {
  const metrics = createHostMetrics(hosted.registry)
  let inFlight = 0
  /** Calls whose body has come, so that the handler has begun. */
  const begun = new WeakSet<FastifyRequest>()
  let isDraining = false
  let seenDraining = () => {}

  const server = createServer({ maxBodyBytes: hosted.maxBodyBytes, requestTimeoutMs: settings.readTimeoutMs })
  server.addHook('onSend', async (_request, reply) => {
    // A connection that is kept open would keep the process open.
    if (isDraining) reply.header('connection', 'close')
  })
  server.get('/_/health', async (_request, reply) => {
    if (!isDraining) return 'OK'
    seenDraining()
    return send(reply, toProblemAnswer(new Failure('shutting-down')))
  })
  server.get('/_/ready', async (_request, reply) => {
    try {
      if (isDraining) throw new Failure('shutting-down')
      refuseWhenFull()
      await hosted.ready()
      return 'OK'
    } catch (error) {
      return send(reply, toProblemAnswer(error))
    }
  })
  server.register(async (calls) => {
    // Before the body is read: what cannot be taken must not fill the memory.
    calls.addHook('onRequest', async (request, reply) => {
      refuseWhenFull()
      inFlight++
      reply.raw.once('close', () => {
        if (!begun.has(request)) inFlight--
      })
    })
    calls.all('/', answer)
    calls.all('/*', answer)
  })
  const metricsServer = createServer({ maxBodyBytes: 1, requestTimeoutMs: settings.readTimeoutMs })
  metricsServer.get('/metrics', async (_request, reply) =>
    reply.type(hosted.registry.contentType).send(await hosted.registry.metrics()),
  )

  const url = await listen(server, settings)
  const metricsUrl = await listen(metricsServer, { host: settings.host, port: settings.metricsPort })
  return { url, metricsUrl, stop }

  function refuseWhenFull(): void {
    if (settings.maxInflight > 0 && inFlight >= settings.maxInflight) throw new Failure('function-busy')
  }

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const startedAt = performance.now()
    const { method, headers, url } = request
    const callId = headers['x-call-id']
    const path = url.split('?', 1)[0] ?? '/'
    const cutOff = setTimeout(() => request.raw.destroy(), settings.writeTimeoutMs)
    reply.raw.once('close', () => clearTimeout(cutOff))

    begun.add(request)
    metrics.began()
    // A call counts for as long as its handler works, also when its caller was told that it took too long.
    const answered = answerOf(hosted.handler, toEvent(request, path)).finally(() => inFlight--)
    const { status, headers: answerHeaders, body } = await within(settings.execTimeoutMs, answered)
    const seconds = (performance.now() - startedAt) / 1000
    metrics.ended({ method, status, seconds })
    logger.info({ callId, method, path, status, ms: Math.round(seconds * 1000) }, 'answered')
    reply.header('x-duration-seconds', seconds.toFixed(6))
    if (callId !== undefined) reply.header('x-call-id', callId)
    return send(reply, { status, headers: answerHeaders, body })
  }

  async function stop(): Promise<void> {
    isDraining = true
    hosted.drain()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, settings.healthcheckIntervalMs)
      seenDraining = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    await server.close()
    while (inFlight > 0) await pause(20)
    await hosted.stop()
    await metricsServer.close()
  }
}

function within(limitMs: number, answered: Promise<Answer>): Promise<Answer> {
  if (limitMs === 0) return answered
  const { promise, resolve } = Promise.withResolvers<Answer>()
  const timer = setTimeout(() => resolve(toProblemAnswer(new Failure('function-timed-out'))), limitMs)
  answered.then((answer) => {
    clearTimeout(timer)
    resolve(answer)
  })
  return promise
}
