// npm run bench [-- engine | pipeline | connector | scale | endurance | playback]: prints the tables.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

const node = await setUp({ dev: true })
runWithNode(node, ['bench/main.ts', ...process.argv.slice(2)])
