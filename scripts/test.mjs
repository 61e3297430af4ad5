// npm test: every suite, or those of the files named behind `--`.
import { runSuites } from './run-suites.mjs'

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

await runSuites(EVERYTHING, { atOnce: 2 })
