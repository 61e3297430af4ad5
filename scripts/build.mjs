// npm run build: bundles every program that a container runs.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

const node = await setUp({ dev: false })
runWithNode(node, ['scripts/bundle/main.ts', ...process.argv.slice(2)])
