// npm run test:faults: the fault suites in their long form, one after the other, against MYSQL_URL and KAFKA_BROKERS.
import process from 'node:process'
import { runSuites } from './run-suites.mjs'

process.env.FAULTS = 'long'
await runSuites(['test/faults/stack-*.test.ts'], { atOnce: 1 })
