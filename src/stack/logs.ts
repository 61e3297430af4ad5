import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** How much of a log is shown before what follows, in bytes. */
const BEFORE = 2000
const POLL_MS = 300

/** Hands over the last lines of logs and then every line that is added, each behind its log's name. Never ends. */
export async function followLogs(
  folder: string,
  names: readonly string[],
  say: (line: string) => void,
): Promise<never> {
  const logs = names.map((name) => ({ name, position: -1, rest: '' }))
  for (;;) {
    for (const log of logs) {
      const text = log.rest + (await readFrom(log))
      const lines = text.split('\n')
      log.rest = lines.pop() ?? ''
      for (const line of lines) say(`${log.name} | ${line}`)
    }
    await sleep(POLL_MS)
  }

  async function readFrom(log: { readonly name: string; position: number }): Promise<string> {
    const file = await open(join(folder, `${log.name}.log`)).catch(() => undefined)
    if (!file) return ''
    const { size } = await file.stat()
    // Whoever empties a log means it to begin anew.
    if (log.position > size) log.position = 0
    if (log.position < 0) log.position = Math.max(0, size - BEFORE)
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(size - log.position), position: log.position })
    await file.close()
    log.position += bytesRead
    return buffer.toString('utf8', 0, bytesRead)
  }
}
