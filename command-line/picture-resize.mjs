#!/usr/bin/env node
// picture-resize: runs the command-line tool with a Node that runs TypeScript, in the folder where it was called.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { findNode } from '../scripts/set-up.mjs'

const node = findNode()
if (node === process.execPath) await import('./main.ts')
else {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  process.exitCode = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1
}
