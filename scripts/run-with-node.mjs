// Runs a program of the project with the Node that the project runs on.
import { spawn } from 'node:child_process'
import process from 'node:process'
import { root } from './set-up.mjs'

/**
 * Runs Node with arguments in the project's folder and ends as it ends. Signals are passed on. The program learns by the
 * closing of its IPC channel that this process is gone, however that went.
 * @param {string} node path of the Node to run with
 * @param {string[]} args
 */
export function runWithNode(node, args) {
  const child = spawn(node, args, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
