/**
 * A program that gives its child process a picture that takes long and says so. It ends after that, unless it is
 * killed. Arguments: the side of the picture, and the milliseconds that it may take.
 */
import { createEngine } from '../../src/picture/create-engine.ts'
import type { ResizeRequest } from '../../src/picture/engine.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import { slowPicture } from '../pictures.ts'

const [side, engineTimeoutMs] = process.argv.slice(2).map(Number)
const wish: ResizeRequest = { width: 1, height: 1, fit: 'fill', upright: true, format: 'png' }
const limits = limitSettings.read({
  ENGINE: 'pure-js',
  ENGINE_SLOTS: '1',
  ENGINE_EXPRESS: 'false',
  ENGINE_TIMEOUT_MS: String(engineTimeoutMs),
})
const engine = createEngine(limits)
await engine.resize(slowPicture(8), wish)
const slow = engine.resize(slowPicture(side ?? 1), wish)
process.stdout.write('working\n')
await slow
await engine.close()
