/** The function `resize-submit` as a process of its own, composed from its environment. */
import { readCallbackRules } from '../../src/callback/settings.ts'
import { openParts } from '../open-parts.ts'
import { openPublish } from '../open-publish.ts'
import { maxBodyBytes } from '../sent-picture.ts'
import { composeSubmit } from './compose.ts'

const parts = await openParts('resize-submit', process.env)
const { limits } = parts.settings
const { publish, stop } = openPublish(parts)

const { handler, flush } = composeSubmit({ ...parts, publish, limits, callbackRules: readCallbackRules(process.env) })

export const hosted = parts.host({
  maxBodyBytes: maxBodyBytes(limits.maxSourceBytes),
  handler,
  async stop() {
    await flush()
    await stop()
  },
})
export default hosted.handler
