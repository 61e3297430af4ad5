/**
 * A folder of pictures, many of them hostile, that is not part of this repository: CORPUS_DIR names it. `images/` has
 * the pictures; `index.tsv` says in its columns `file`, `expected`, `format` and `ref_mean_rgba` what each must become.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What must become of a picture. `either`: completed or refused, whichever; `bomb`: refused before it costs anything. */
export type Expectation = 'valid' | 'invalid' | 'bomb' | 'either' | 'unsupported'

export interface Entry {
  readonly file: string
  readonly expected: Expectation
  /** By its content; names need not tell. */
  readonly format: string
  /** As displayed. NaN where the index gives no sides. */
  readonly width: number
  readonly height: number
  /** Red, green, blue (weighted by alpha) and alpha of the mean pixel of the first frame, where it is known. */
  readonly mean: readonly number[] | undefined
  bytes(): Buffer
}

const folder = process.env['CORPUS_DIR']

/** For suites that cannot run without the pictures. */
export const skip = folder === undefined && 'left out: set CORPUS_DIR to a folder of pictures with an index.tsv'

/** Whether the suites take every picture (`npm run test:corpus`), or a sample of them (`npm test`). */
export const isWhole = process.env['CORPUS_WHOLE'] !== undefined

/** A sample has every fifth picture of each kind. */
const SAMPLED = 5

/** The pictures that the suites take; none without a folder. */
export function readCorpus(): Entry[] {
  const all = readWholeCorpus()
  const counts = new Map<string, number>()
  return all.filter(({ expected }) => {
    const count = counts.get(expected) ?? 0
    counts.set(expected, count + 1)
    return isWhole || count % SAMPLED === 0
  })
}

/** Every picture of the folder, in the order of its index; none without a folder. */
export function readWholeCorpus(): Entry[] {
  if (folder === undefined) return []
  const [head = '', ...lines] = readFileSync(join(folder, 'index.tsv'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => readLine(folder, head.split('\t'), line.split('\t')))
}

function readLine(folder: string, columns: readonly string[], cells: readonly string[]): Entry {
  const cell = (name: string) => cells[columns.indexOf(name)] ?? ''
  const [, expected = '', width, height] = /^(\w+)(?:: (\d+)x(\d+))?/.exec(cell('expected')) ?? []
  const mean = cell('ref_mean_rgba')
  return {
    file: cell('file'),
    expected: expected as Expectation,
    format: cell('format'),
    width: Number(width),
    height: Number(height),
    mean: mean === '' ? undefined : mean.split(',').map(Number),
    bytes: () => readFileSync(join(folder, 'images', cell('file'))),
  }
}
