// npm run test:faults: the fault suites in their long form, one after the other, against MYSQL_URL and KAFKA_BROKERS.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

const node = await setUp({ dev: true })
const asked = process.argv.slice(2)
process.env.FAULTS = 'long'
runWithNode(node, ['--test', '--test-concurrency=1', ...(asked.length > 0 ? asked : ['test/faults/stack-*.test.ts'])])
