// npm start: sets up what is missing, then runs the whole service in one process.
import process from 'node:process'
import { runWithNode } from './run-with-node.mjs'
import { setUp } from './set-up.mjs'

stopWithNpm()
try {
  const node = await setUp({ dev: false })
  if (node === process.execPath) await import('../src/local/main.ts')
  else runWithNode(node, ['src/local/main.ts', ...process.argv.slice(2)])
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

/**
 * npm passes a signal on to the shell that it runs this in, and that ends without passing it on: that it is gone is the
 * signal. Who starts this without npm may go and leave it running.
 */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}
