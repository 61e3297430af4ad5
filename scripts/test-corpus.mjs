// npm run test:corpus: every picture of the folder CORPUS_DIR through the service and the engine. Alone on the machine,
// one suite after the other: they measure.
import process from 'node:process'
import { runSuites } from './run-suites.mjs'

process.env.CORPUS_WHOLE = 'yes'
await runSuites(['test/corpus/**/*.test.ts'], { atOnce: 1 })
