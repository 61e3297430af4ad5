import { RESULT_FORMATS, type ResizeRequest } from '../../src/picture/engine.ts'
import type { Limits } from '../../src/picture/limits.ts'
import { seededRandom } from '../random.ts'
import { below, mutate, pick } from './mutate.ts'
import type { SeedPicture } from './seed-pictures.ts'

/** One changed picture, what is asked of it, and who has to cope with it. */
export interface FuzzCase {
  readonly number: number
  /** The picture that was changed. */
  readonly name: string
  readonly source: Buffer
  readonly request: ResizeRequest & { readonly width: number; readonly height: number }
  readonly engine: Limits['engine']
}

/** The engines, which take turns. */
export const ENGINES: readonly Limits['engine'][] = ['accelerated', 'pure-js']

const LONGEST_SIDE = 48

/** The case of a seed and a number: always the same one, as long as the pictures are. */
export function buildCase(pictures: readonly SeedPicture[], seed: number, number: number): FuzzCase {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) + number)
  // Formats get equal shares, however many pictures there are of each.
  const format = pick([...new Set(pictures.map(({ format }) => format))], random)
  const alike = pictures.filter((picture) => picture.format === format)
  const { name, bytes } = pick(alike, random)
  const source = mutate(
    bytes,
    random,
    alike.map((picture) => picture.bytes),
  )
  const request = {
    width: 1 + below(random, LONGEST_SIDE),
    height: 1 + below(random, LONGEST_SIDE),
    fit: pick(['fill', 'contain', 'cover', 'inside'] as const, random),
    upright: random() < 0.8,
    format: pick(RESULT_FORMATS, random),
  }
  return { number, name, source, request, engine: ENGINES[number % ENGINES.length] ?? 'accelerated' }
}
