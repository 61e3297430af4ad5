import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { type Connector, createConnector } from '../kafka-connector/connector.ts'
import { type ConnectorSettings, readConnectorSettings } from '../kafka-connector/settings.ts'
import type { Message, Topics } from '../src/topic/topic.ts'

/** One invocation as the scripted gateway saw it. */
export interface Call {
  readonly functionName: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** How often this body came for this function, this call included. */
  readonly attempt: number
}

/** What the gateway answers: a status, a status with headers, or nothing at all. */
export type Reply = number | { readonly status: number; readonly headers: Record<string, string> } | 'cut'

/** A real HTTP server in the gateway's place, with answers as a test wants them. */
export interface ScriptedGateway {
  readonly url: string
  readonly calls: readonly Call[]
  /** The bodies for which it answered 200. */
  readonly done: ReadonlySet<string>
  /** The headers of every call for the list of functions. */
  readonly listings: readonly IncomingHttpHeaders[]
  /** The functions it lists, with their `topic` annotations; `name.namespace` outside the default namespace. */
  functions: Record<string, string>
  reply: (call: Call) => Reply | Promise<Reply>
  /** Nobody can connect until `open`, which takes the same port again. */
  close(): Promise<void>
  open(): Promise<void>
}

/** An open gateway without functions that answers 200 to everything. */
export async function openGateway(): Promise<ScriptedGateway> {
  const calls: Call[] = []
  const done = new Set<string>()
  const listings: IncomingHttpHeaders[] = []
  let port = 0

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request)
    if (request.url?.startsWith('/system/')) {
      listings.push(request.headers)
      const list = listAt(gateway, new URL(request.url, 'http://gateway'))
      response.writeHead(list ? 200 : 404).end(JSON.stringify(list))
      return
    }
    const functionName = request.url?.replace('/function/', '') ?? ''
    const earlier = calls.filter((call) => call.functionName === functionName && call.body === body)
    const call = { functionName, headers: request.headers, body, attempt: earlier.length + 1 }
    calls.push(call)
    const reply = await gateway.reply(call)
    if (reply === 200) done.add(body)
    if (reply === 'cut') response.destroy()
    else if (typeof reply === 'number') response.writeHead(reply).end('answer')
    else response.writeHead(reply.status, reply.headers).end()
  }
  let server = createServer(answer)

  const open = async (): Promise<void> => {
    server = createServer(answer)
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  await open()

  const gateway: ScriptedGateway = {
    url: `http://127.0.0.1:${port}`,
    calls,
    done,
    listings,
    functions: {},
    reply: () => 200,
    open,
    async close() {
      if (!server.listening) return
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
  return gateway
}

/** What a gateway lists at an address: names are `name.namespace` outside the default namespace. */
function listAt({ functions }: ScriptedGateway, { pathname, searchParams }: URL): unknown[] | undefined {
  const all = Object.entries(functions).map(([fullName, topic]) => {
    const [name, namespace = 'openfaas-fn'] = fullName.split('.')
    return { name, namespace, annotations: { topic } }
  })
  const namespaces = [...new Set(['openfaas-fn', ...all.map(({ namespace }) => namespace)])]
  if (pathname === '/system/namespaces') return namespaces.length > 1 ? namespaces : undefined
  const asked = searchParams.get('namespace') ?? 'openfaas-fn'
  return all.filter(({ namespace }) => namespace === asked)
}

/** Settings with short times, for a gateway. */
export function quickSettings(gateway: ScriptedGateway, changes: Partial<ConnectorSettings> = {}): ConnectorSettings {
  return {
    ...readConnectorSettings({}),
    gatewayUrl: gateway.url,
    topics: ['orders'],
    partitions: 1,
    upstreamTimeoutMs: 10_000,
    rebuildIntervalMs: 10,
    retryDelaysMs: [20, 40],
    maxAttempts: 3,
    pauseAfter: 1000,
    probeDelaysMs: [10, 20],
    ...changes,
  }
}

/** A started connector, with its metrics. */
export async function startConnector(
  topics: Topics,
  settings: ConnectorSettings,
): Promise<Connector & { registry: Registry }> {
  const registry = new Registry()
  const logger = pino({ level: 'silent' })
  const connector = createConnector({
    topics,
    settings,
    name: 'stage:1',
    clock: Date.now,
    logger,
    metrics: registry,
    random: () => 0,
  })
  await connector.start()
  return { ...connector, registry }
}

/** Writes values to the topic `orders`, one after the other. */
export async function order(topics: Topics, ...values: string[]): Promise<void> {
  await topics.write(
    values.map((value) => ({
      topic: 'orders',
      key: `key-${value}`,
      value: Buffer.from(value),
      headers: { ce_id: value },
    })),
  )
}

/** How many messages the connector's group has not committed, over its topics and their retry topics. */
export async function lagOf(topics: Topics, settings: ConnectorSettings): Promise<number> {
  const names = settings.topics.flatMap((topic) => [
    topic,
    ...settings.retryDelaysMs.map((_, index) => `${topic}.retry.${index + 1}`),
  ])
  const lags = await topics.lag(settings.group, names)
  return lags.reduce((sum, { lag }) => sum + lag, 0)
}

/** All messages of a topic so far. */
export async function messagesOf(topics: Topics, topic: string): Promise<Message[]> {
  const group = 'looks-on'
  const messages: Message[] = []
  const [{ end } = { end: 0 }] = await topics.lag(group, [topic])
  const subscription = await topics.subscribe({
    group,
    topics: [{ topic, initialOffset: 'earliest' }],
    maxMessages: 100,
    receive: async (received) => void messages.push(...received),
  })
  await until(() => messages.length >= end)
  await subscription.stop()
  return messages
}

/** Waits for a condition that the parts bring about; how long that takes is not asserted. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await condition()); await sleep(2)) {
    assert.ok(Date.now() < deadline, 'the expected state was not reached')
  }
}
