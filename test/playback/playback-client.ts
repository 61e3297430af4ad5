import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelReport } from '../../src/playback/report.ts'

/** A run as the API tells of it, as far as tests look at it. */
export interface RunBody {
  readonly identifier: string
  readonly status: string
  readonly attempts: number
  readonly progress: { readonly model: string; readonly ended: number } | null
  readonly error: { readonly code: string; readonly detail?: string } | null
  readonly reports: readonly ModelReport[]
}

/** POSTs a request for a run, whatever it is. */
export function requestRun(url: string, body: unknown): Promise<Response> {
  return fetch(`${url}/api/playbacks`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
}

/** Asks for a run that is accepted. @returns its identifier */
export async function askForRun(url: string, body: object): Promise<string> {
  const answer = await requestRun(url, body)
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as RunBody).identifier
}

/** Polls until a run is so; a service that is away meanwhile is asked again. Throws when it takes too long. */
export async function runWhen(
  url: string,
  id: string,
  isSo: (run: RunBody) => boolean = isOver,
  forMs = 120_000,
): Promise<RunBody> {
  let run: RunBody | undefined
  for (const until = Date.now() + forMs; Date.now() < until; await sleep(50)) {
    const answer = await fetch(`${url}/api/playbacks/${id}`).catch(() => undefined)
    if (!answer?.ok) continue
    run = (await answer.json()) as RunBody
    if (isSo(run)) return run
  }
  throw new Error(`not within ${forMs} ms: ${JSON.stringify(run)}`)
}

/** How often a gateway has called `resize-playback`. */
export async function playbackCalls(url: string): Promise<number> {
  const answer = await fetch(`${url}/system/function/resize-playback`)
  return ((await answer.json()) as { invocationCount: number }).invocationCount
}

const isOver = ({ status }: RunBody): boolean => status !== 'queued' && status !== 'running'
