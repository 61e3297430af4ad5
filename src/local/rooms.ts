import { programSettings } from '../../kafka-connector/program-settings.ts'
import { connectorSettings, readConnectorSettings } from '../../kafka-connector/settings.ts'
import { callbackSettings, readCallbackRules } from '../callback/settings.ts'
import { hostSettings } from '../faas/host-settings.ts'
import { failpointSettings } from '../failpoint/failpoint.ts'
import { operationSettings } from '../operation/settings.ts'
import { limitSettings } from '../picture/limits.ts'
import { playbackSettings } from '../playback/settings.ts'
import { readAll } from '../settings/settings.ts'
import { stackSettings } from '../stack/settings.ts'
import { mysqlSettings, storeSettings } from '../store/settings.ts'
import { kafkaSettings } from '../topic/kafka/settings.ts'
import { topicSettings } from '../topic/settings.ts'
import { routerSettings } from './router/router-settings.ts'
import { localSettings } from './settings.ts'

/** The settings of the rooms that the one process is made of, in the order in which people are shown them. */
export const rooms = [
  localSettings,
  storeSettings,
  topicSettings,
  operationSettings,
  limitSettings,
  callbackSettings,
  playbackSettings,
  connectorSettings,
]

/** And those that only the parts have that are processes of their own. */
export const everyRoom = [
  ...rooms,
  mysqlSettings,
  kafkaSettings,
  hostSettings,
  programSettings,
  routerSettings,
  stackSettings,
  failpointSettings,
]

/** The settings of the one process. */
export type AllSettings = ReturnType<typeof readSettings>

/**
 * Reads the settings of every room.
 * @throws Failure `settings-not-valid` with the faults of all of them
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>) {
  const readers = {
    local: localSettings.read,
    store: storeSettings.read,
    topic: topicSettings.read,
    operation: operationSettings.read,
    limits: limitSettings.read,
    callbacks: readCallbackRules,
    playback: playbackSettings.read,
    connector: readConnectorSettings,
  }
  return readAll(readers, env)
}
