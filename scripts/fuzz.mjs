// npm run fuzz -- --seconds 120 --seed N: changed pictures through both engines. Without a seed it takes a new one.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

const node = await setUp({ dev: true })
runWithNode(node, ['test/fuzz/main.ts', ...process.argv.slice(2)])
