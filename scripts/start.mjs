// npm start: sets up what is missing, then runs the whole service in one process.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

try {
  const node = await setUp({ dev: false })
  if (node === process.execPath) await import('../src/local/main.ts')
  else runWithNode(node, ['src/local/main.ts', ...process.argv.slice(2)])
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
