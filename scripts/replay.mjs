// npm run replay -- --from TIME --to TIME --into URL: rebuilds operations in an empty store, and compares every picture.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

const node = await setUp({ dev: false })
runWithNode(node, ['src/replay/main.ts', ...process.argv.slice(2)])
