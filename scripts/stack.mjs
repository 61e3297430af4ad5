// npm run stack: every part as a process of its own on this machine.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

const node = await setUp({ dev: false })
runWithNode(node, ['src/stack/main.ts', ...process.argv.slice(2)])
