// What npm test, test:faults and test:corpus have in common.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

/**
 * Runs suites: those of the files named behind `--`, else all of `files`; with the flags of Node's test runner that stand
 * there too.
 * @param {string[]} files patterns
 * @param {{ atOnce: number }} options how many files run at a time, unless a flag says otherwise
 */
export async function runSuites(files, { atOnce }) {
  const node = await setUp({ dev: true })
  const asked = process.argv.slice(2)
  const flags = asked.filter((argument) => argument.startsWith('--'))
  const named = asked.filter((argument) => !argument.startsWith('--'))
  runWithNode(node, ['--test', `--test-concurrency=${atOnce}`, ...flags, ...(named.length > 0 ? named : files)])
}
