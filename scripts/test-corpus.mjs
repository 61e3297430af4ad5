// npm run test:corpus: every picture of the folder CORPUS_DIR through the service and the engine. Alone on the machine,
// one suite after the other: they measure.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

const node = await setUp({ dev: true })
process.env.CORPUS_WHOLE = 'yes'
runWithNode(node, ['--test', '--test-concurrency=1', 'test/corpus/**/*.test.ts'])
