import { readConnectorSettings } from '../../../kafka-connector/settings.ts'
import { limitSettings } from '../../picture/limits.ts'
import { runProgram } from '../../program/run-program.ts'
import { readAll } from '../../settings/settings.ts'
import { openMysqlStore } from '../../store/mysql.ts'
import { mysqlSettings, storeSettings } from '../../store/settings.ts'
import { createKafkaTopics } from '../../topic/kafka/kafka-topics.ts'
import { brokersOf, kafkaSettings } from '../../topic/kafka/settings.ts'
import { topicSettings } from '../../topic/settings.ts'
import { createGatewayLogger } from '../gateway-logger.ts'
import { localSettings } from '../settings.ts'
import { createOperationsParts } from './operations-parts.ts'
import { startRouter } from './router.ts'
import { readRouterSettings } from './router-settings.ts'

const LAST_MOMENT_MS = 25_000

const start = () => {
  const readers = {
    local: localSettings.read,
    router: readRouterSettings,
    limits: limitSettings.read,
    store: storeSettings.read,
    mysql: mysqlSettings.read,
    topic: topicSettings.read,
    kafka: kafkaSettings.read,
    connector: readConnectorSettings,
  }
  const { local, router, limits, store, mysql, topic, kafka, connector } = readAll(readers, process.env)
  const gatewayLogger = createGatewayLogger(local.logLevel)
  const { logger } = gatewayLogger
  const { url } = mysql
  const largestPictureBytes = Math.max(limits.maxSourceBytes, limits.maxResultBytes)
  const operationsParts = createOperationsParts({
    // Whoever looks is told at once that the store is away.
    openStore: url ? () => openMysqlStore({ ...mysql, url, startWithinMs: 0 }, largestPictureBytes) : undefined,
    openTopics: brokersOf(kafka).length > 0 ? () => createKafkaTopics({ settings: kafka, logger }) : undefined,
  })
  const { dataFolder } = store
  return startRouter({
    local,
    router,
    limits,
    connector,
    operationsParts,
    topic: topic.name,
    dataFolder,
    ...gatewayLogger,
  })
}

await runProgram(start, { lastMomentMs: LAST_MOMENT_MS })
