/**
 * The program of a child process. Its main thread resizes one picture after the other and may hang in a decoder; the
 * same file, as a worker thread, is the watchdog that ends the process then. Both are loaded on demand, so that the
 * watchdog does not carry the codecs.
 */
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  const { serveParent } = await import('./serve-parent.ts')
  await serveParent(Number(process.argv[2]), new URL(import.meta.url))
} else {
  const { watch } = await import('./watchdog.ts')
  watch()
}
