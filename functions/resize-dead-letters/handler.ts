/** The function `resize-dead-letters` as a process of its own, composed from its environment. */
import { openParts } from '../open-parts.ts'
import { composeDeadLetters } from './compose.ts'

/** As large as a message can be: what is refused here comes back for ever. */
const MAX_BODY_BYTES = 2 * 1024 * 1024

const parts = await openParts('resize-dead-letters', process.env)

export const hosted = parts.host({ maxBodyBytes: MAX_BODY_BYTES, handler: composeDeadLetters(parts) })
export default hosted.handler
