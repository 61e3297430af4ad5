import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Registry } from 'prom-client'
import type { Connector } from '../kafka-connector/connector.ts'
import type { ConnectorSettings } from '../kafka-connector/settings.ts'
import type { Topics } from '../src/topic/topic.ts'
import { lagOf, openGateway, type ScriptedGateway, startConnector, until } from './connector-stage.ts'
import { type LogKind, logKinds, openLog, type TopicLog } from './topic-log.ts'

/** What a test of the connector has for itself. */
export interface ConnectorStage {
  /** Open, with the function `ship` on the topic `orders`. */
  readonly gateway: ScriptedGateway
  readonly log: TopicLog
  /** For files. */
  readonly folder: string
  readonly topics: Topics
  /** Starts a connector on the log, or on other topics; it is stopped when the test has ended. */
  start(settings: ConnectorSettings, on?: Topics): Promise<Connector & { readonly registry: Registry }>
  /** Waits until the connector's group has committed every message. */
  settled(settings: ConnectorSettings): Promise<void>
}

/** Adds a test to a suite. */
type AddTest = (name: string, test: (stage: ConnectorStage) => Promise<void>) => void

/** A suite on each kind of log; every test has a log, a gateway and connectors of its own. */
export function onEachLog(title: string, addTests: (add: AddTest) => void): void {
  for (const kind of logKinds) {
    describe(`${title} on ${kind.name}`, () => addTests((name, test) => void it(name, () => onStage(kind, test))))
  }
}

async function onStage(kind: LogKind, test: (stage: ConnectorStage) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'connector-'))
  const gateway = await openGateway()
  gateway.functions = { ship: 'orders' }
  const log = kind.create(folder)
  const topics = openLog(log)
  const connectors: Connector[] = []
  try {
    await test({
      gateway,
      log,
      folder,
      topics,
      async start(settings, on = topics) {
        const connector = await startConnector(on, settings)
        connectors.push(connector)
        return connector
      },
      settled: (settings) => until(async () => (await lagOf(topics, settings)) === 0),
    })
  } finally {
    for (const connector of connectors) await connector.stop(1000)
    await topics.close()
    await gateway.close()
    rmSync(folder, { recursive: true })
  }
}
