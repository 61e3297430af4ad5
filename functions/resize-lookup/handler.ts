/** The function `resize-lookup` as a process of its own, composed from its environment. */
import { createEngine } from '../../src/picture/create-engine.ts'
import { registerRestarts } from '../../src/picture/metrics.ts'
import { openParts } from '../open-parts.ts'
import { maxBodyBytes } from '../sent-picture.ts'
import { composeLookup } from './compose.ts'

const parts = await openParts('resize-lookup', process.env)
const { limits } = parts.settings
const engine = createEngine(limits, { onRestart: registerRestarts(parts.registry) })

export const hosted = parts.host({
  maxBodyBytes: maxBodyBytes(limits.maxSourceBytes),
  handler: composeLookup({ ...parts, engine, limits }),
  stop: () => engine.close(),
})
export default hosted.handler
