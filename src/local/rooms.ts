import { connectorSettings, readConnectorSettings } from '../../kafka-connector/settings.ts'
import { operationSettings } from '../operation/settings.ts'
import { limitSettings } from '../picture/limits.ts'
import { readAll } from '../settings/settings.ts'
import { storeSettings } from '../store/settings.ts'
import { topicSettings } from '../topic/settings.ts'
import { localSettings } from './settings.ts'

/** The settings of the rooms that the one process is made of, in the order in which people are shown them. */
export const rooms = [localSettings, storeSettings, topicSettings, operationSettings, limitSettings, connectorSettings]

/** The settings of every room. */
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
    connector: readConnectorSettings,
  }
  return readAll(readers, env)
}
