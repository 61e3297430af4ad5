// npm test: every suite, or those of the files named behind `--`.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

const EVERYTHING = ['src', 'functions', 'kafka-connector', 'web', 'test'].map((folder) => `${folder}/**/*.test.ts`)

const node = await setUp({ dev: true })
const asked = process.argv.slice(2)
runWithNode(node, ['--test', '--test-concurrency=2', ...(asked.length > 0 ? asked : EVERYTHING)])
