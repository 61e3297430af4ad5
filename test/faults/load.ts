import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { resize, type StatusBody, submit } from '../client.ts'

/** One operation to be requested: the picture, the options, and a key so that asking again is the same operation. */
export interface Job {
  readonly key: string
  readonly picture: Buffer
  readonly options: { readonly width: number; readonly height?: number; readonly fit?: string }
  /** Equal for jobs whose results must be equal. */
  readonly kind: string
}

const SIZES = [
  [1600, 1200],
  [640, 480],
  [33, 77],
] as const
const OPTIONS = [{ width: 320, height: 240 }, { width: 100 }, { width: 64, height: 64, fit: 'cover' }]

/** A mix of pictures and formats. They are noise: others each time. */
export function makePictures(): Promise<Buffer[]> {
  return Promise.all(
    SIZES.flatMap(([width, height]) => {
      const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const
      const base = sharp({ create: { width, height, channels: 3, background: '#4a7', noise } })
      return [base.clone().png().toBuffer(), base.clone().jpeg().toBuffer()]
    }),
  )
}

/** A mix of pictures, formats and options: `count` jobs of a few kinds. */
export async function makeJobs(count: number, from?: readonly Buffer[]): Promise<Job[]> {
  const pictures = from ?? (await makePictures())
  const run = Math.random().toString(36).slice(2)
  return Array.from({ length: count }, (_, index) => {
    const picture = pictures[index % pictures.length] ?? Buffer.alloc(0)
    const options = OPTIONS[index % OPTIONS.length] ?? { width: 1 }
    const kind = `${index % pictures.length}/${index % OPTIONS.length}`
    return { key: `${run}-${index}`, picture, options, kind }
  })
}

/** The digest of the result of every kind, from a service that nobody disturbs. */
export async function expectedDigests(url: string, jobs: readonly Job[]): Promise<Map<string, string>> {
  const digests = new Map<string, string>()
  for (const { kind, picture, options } of jobs) {
    if (digests.has(kind)) continue
    const { result } = await resize(url, picture, options)
    digests.set(kind, result?.digest ?? 'no result')
  }
  return digests
}

/** Requests a job until a service says 202, whichever answers at the time. @returns the operation's ID */
export async function requestUntilAccepted(url: () => string, { key, picture, options }: Job): Promise<string> {
  for (;;) {
    const response = await submit(url(), picture, options, { 'idempotency-key': key }).catch(() => undefined)
    // The answer may be cut off in its middle: then it is no answer.
    const body = (await response?.json().catch(() => undefined)) as StatusBody | undefined
    if (response?.status === 202 && body) return body.identifier
    if (response && response.status < 500 && body) throw new Error(`refused with ${response.status}`)
    await sleep(30)
  }
}
