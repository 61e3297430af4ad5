import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../src/errors/failure.ts'
import type { Engine, Resized } from '../../src/picture/engine.ts'
import type { Header } from '../../src/picture/header.ts'
import { inspect } from '../../src/picture/inspect.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import type { FuzzCase } from './fuzz-case.ts'

/** How a case ended. A find is what must not be; all other ends are counted by their words. */
export interface Verdict {
  readonly words: string
  readonly isFind: boolean
}

/**
 * Ends that bounds bring about. They are right, for that is what bounds are for; but a decoder that needs them deserves
 * a look.
 */
const BOUNDED = new Set(['engine-timed-out', 'engine-out-of-memory'])

/** Whether a verdict is worth keeping its picture. */
export const deservesLook = ({ words, isFind }: Verdict): boolean => isFind || BOUNDED.has(words)

const find = (words: string): Verdict => ({ words, isFind: true })
const fine = (words: string): Verdict => ({ words, isFind: false })

/**
 * Has an engine resize a picture and says how that ended; never rejects. What was resized is resized once more: memory
 * that the picture before left behind would show as another result.
 * @param hangMs after so many milliseconds without an end it is a hang
 */
export async function judge(engine: Pick<Engine, 'resize'>, fuzzCase: FuzzCase, hangMs: number): Promise<Verdict> {
  const hang = new AbortController()
  const late = sleep(hangMs, find('hang'), { signal: hang.signal }).catch(() => find('hang'))
  const ended = resizeTwice(engine, fuzzCase).catch(judgeError)
  const verdict = await Promise.race([ended, late])
  hang.abort()
  return verdict
}

async function resizeTwice(engine: Pick<Engine, 'resize'>, fuzzCase: FuzzCase): Promise<Verdict> {
  const { source, request } = fuzzCase
  const first = await engine.resize(source, request)
  const verdict = judgeResult(first, fuzzCase)
  if (verdict.isFind) return verdict
  const second = await engine.resize(source, request)
  return Buffer.compare(first.bytes, second.bytes) === 0 ? verdict : find('another result the second time')
}

function judgeError(error: unknown): Verdict {
  if (!(error instanceof Failure)) return find(`rejected with ${String(error)}`)
  if (error.code.startsWith('picture-') || BOUNDED.has(error.code)) return fine(error.code)
  return find(`${error.code}: ${error.message}`)
}

/** The sides that the engine says, those of the bytes, and those that were asked for. */
function judgeResult({ bytes, format, width, height }: Resized, { request }: FuzzCase): Verdict {
  const header = headerOf(bytes)
  if (!header) return find('a result that cannot be read')
  if (header.format !== format || format !== request.format)
    return find(`asked for ${request.format}: ${header.format}`)
  if (header.width !== width || header.height !== height) return find('sides of the bytes')
  const exact = width === request.width && height === request.height
  const inside = width <= request.width && height <= request.height
  return exact || (request.fit === 'inside' && inside) ? fine('resized') : find('sides')
}

function headerOf(result: Uint8Array): Header | undefined {
  try {
    return inspect(result, limitSettings.read({}))
  } catch {
    return undefined
  }
}
