/** The function `resize-status` as a process of its own, composed from its environment. */
import { openParts } from '../open-parts.ts'
import { composeStatus } from './compose.ts'

const MAX_BODY_BYTES = 1024

const parts = await openParts('resize-status', process.env)

export const hosted = parts.host({
  maxBodyBytes: MAX_BODY_BYTES,
  handler: composeStatus({ ...parts, rules: parts.settings.operation, limits: parts.settings.limits }),
})
export default hosted.handler
