/** The function `resize-sweep` as a process of its own, composed from its environment. */
import { readCallbackRules } from '../../src/callback/settings.ts'
import { playbackSettings } from '../../src/playback/settings.ts'
import { openParts } from '../open-parts.ts'
import { openPublish } from '../open-publish.ts'
import { composeSweep } from './compose.ts'

const MAX_BODY_BYTES = 1024

const parts = await openParts('resize-sweep', process.env)
const { publish, topics, stop } = openPublish(parts)
const { topic, operation: rules } = parts.settings

export const hosted = parts.host({
  maxBodyBytes: MAX_BODY_BYTES,
  handler: composeSweep({
    ...parts,
    topics,
    topic,
    publish,
    rules,
    playback: playbackSettings.read(process.env),
    callbackRules: readCallbackRules(process.env),
  }).handler,
  stop,
})
export default hosted.handler
