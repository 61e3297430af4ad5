import { Pool } from 'undici'

/** One operation, as its client saw it; times of the client's clock in milliseconds. */
export interface Ended {
  readonly id: string
  /** From the call to its 202. */
  readonly acceptedMs: number
  /** From the call to the answer that it is completed. */
  readonly totalMs: number
}

/** Sends operations over connections that stay open, and looks at no picture: whoever measures must cost little. */
export interface Load {
  run(): Promise<Ended>
  close(): Promise<void>
}

/** Operations on one picture, sent as JSON as the README does it. */
export function createLoad(url: string, picture: Uint8Array, options: object): Load {
  const pool = new Pool(url, { headersTimeout: 120_000 })
  const body = Buffer.from(JSON.stringify({ image: Buffer.from(picture).toString('base64'), ...options }))
  const headers = { 'content-type': 'application/json' }

  return {
    async run() {
      const startedAt = performance.now()
      const submitted = await pool.request({ method: 'POST', path: '/api/', headers, body })
      const told = await submitted.body.text()
      if (submitted.statusCode !== 202) throw new Error(`${submitted.statusCode} ${told}`)
      const { identifier } = JSON.parse(told) as { identifier: string }
      const acceptedMs = performance.now() - startedAt
      for (;;) {
        const answer = await pool.request({ method: 'GET', path: `/api/${identifier}?wait=20` })
        const bytes = Buffer.from(await answer.body.arrayBuffer())
        if (answer.statusCode === 202) continue
        // Only what is completed has a picture, and it comes near the beginning.
        const beginning = bytes.toString('latin1', 0, 200)
        if (!beginning.includes('"image":')) throw new Error(`${answer.statusCode} ${beginning}`)
        return { id: identifier, acceptedMs, totalMs: performance.now() - startedAt }
      }
    },
    close: () => pool.close(),
  }
}

/** Runs `count` operations, never more than `inFlight` at once. */
export async function runMany(load: Load, count: number, inFlight: number): Promise<Ended[]> {
  const ended: Ended[] = []
  let left = count
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) ended.push(await load.run())
    }),
  )
  return ended
}
