// npm test: every suite, or those of the files named behind `--`.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

/** Of the suites over the corpus those that measure nothing: there is more than one suite at work at a time here. */
const CORPUS_SAMPLE = 'test/corpus/{over-http,mean-colour,repetition}'
const FOLDERS = [
  'src/**/*',
  'functions/**/*',
  'kafka-connector/**/*',
  'faas-provider/**/*',
  'command-line/**/*',
  'web/**/*',
  'test/!(corpus)/**/*',
  CORPUS_SAMPLE,
]
const EVERYTHING = FOLDERS.map((files) => `${files}.test.ts`)

const node = await setUp({ dev: true })
const asked = process.argv.slice(2)
runWithNode(node, ['--test', '--test-concurrency=2', ...(asked.length > 0 ? asked : EVERYTHING)])
