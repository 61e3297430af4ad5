/** The function `resize-playback` as a process of its own, composed from its environment. */
import { createEngine } from '../../src/picture/create-engine.ts'
import { registerRestarts } from '../../src/picture/metrics.ts'
import { playbackSettings } from '../../src/playback/settings.ts'
import { processName } from '../../src/program/process-name.ts'
import { playbackTopicOf } from '../../src/topic/settings.ts'
import { openParts } from '../open-parts.ts'
import { openTopicsOf } from '../open-publish.ts'
import { composePlayback } from './compose.ts'
import { gatewaySettings } from './gateway.ts'

/** A request may name a thousand operations. */
const MAX_BODY_BYTES = 1024 * 1024

const parts = await openParts('resize-playback', process.env)
const { limits, topic } = parts.settings
const { gatewayUrl } = gatewaySettings.read(process.env)
const topics = openTopicsOf(parts, playbackTopicOf(topic.name))
const engine = createEngine(limits, { onRestart: registerRestarts(parts.registry) })

export const hosted = parts.host({
  maxBodyBytes: MAX_BODY_BYTES,
  handler: composePlayback({
    ...parts,
    topics,
    engine,
    limits,
    topic,
    rules: playbackSettings.read(process.env),
    gatewayUrl: () => gatewayUrl,
    worker: processName,
  }),
  async stop() {
    await engine.close()
    await topics.close()
  },
})
export default hosted.handler
