import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError, EXIT } from './exit-code.ts'

/** How an operation stands, as far as commands look at it. */
export interface OperationBody {
  readonly identifier: string
  readonly status: 'queued' | 'running' | 'completed' | 'failed' | 'expired'
  readonly width: number | null
  readonly height: number | null
  readonly format: string
  readonly attempts: number
  readonly image?: string
  readonly source: {
    readonly bytes: number
    readonly width: number
    readonly height: number
    readonly format: string
  } | null
  readonly result: { readonly bytes: number } | null
  readonly error: { readonly code: string; readonly title: string; readonly detail?: string } | null
  readonly timings: { readonly totalMs?: number }
}

/** The service, wherever it is: a gateway, an edge in front of one, or the one process. */
export interface Gateway {
  /** The answer's body as JSON. Rejects with a CommandError. */
  json<T>(path: string, init?: RequestInit): Promise<T>
  /** Asks for a picture to be resized. @returns the operation's ID */
  submit(picture: Uint8Array, options: Readonly<Record<string, string>>): Promise<string>
  /** Waits for the end of an operation, for as long as it takes. */
  waitForEnd(id: string): Promise<OperationBody>
}

/** How often a call that may succeed later is made, and the pauses between, in milliseconds. */
const PAUSES = [500, 2_000, 5_000]

const WAIT_SECONDS = 20

/** @param url with or without a slash at its end */
export function connect(url: string): Gateway {
  const base = url.replace(/\/+$/, '')

  async function json<T>(path: string, init: RequestInit = {}): Promise<T> {
    for (const pause of [...PAUSES, undefined]) {
      try {
        return (await call(path, init)) as T
      } catch (error) {
        const mayHelp = error instanceof CommandError && error.exitCode === EXIT.unavailable
        if (!mayHelp || pause === undefined) throw error
        await sleep(pause)
      }
    }
    throw new TypeError('the last attempt returns or throws')
  }

  async function call(path: string, init: RequestInit): Promise<unknown> {
    const response = await fetch(`${base}${path}`, init).catch((error: unknown) => {
      const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
      throw new CommandError(EXIT.unavailable, `${base} cannot be reached: ${reason}`)
    })
    const body = await response.json().catch(() => undefined)
    if (response.ok) return body
    throw toError(response.status, body as Problem | undefined)
  }

  return {
    json,
    async submit(picture, options) {
      // With its own key, a call whose answer was lost can be made again.
      const headers = { 'content-type': 'image/*', 'idempotency-key': crypto.randomUUID() }
      const init = { method: 'POST', body: new Uint8Array(picture), headers }
      const { identifier } = await json<{ identifier: string }>(`/api/?${new URLSearchParams(options)}`, init)
      return identifier
    },
    async waitForEnd(id) {
      for (;;) {
        const operation = await json<OperationBody>(`/api/${id}?wait=${WAIT_SECONDS}`)
        if (operation.status !== 'queued' && operation.status !== 'running') return operation
      }
    },
  }
}

interface Problem {
  readonly title?: string
  readonly detail?: string
  readonly retryable?: boolean
}

function toError(status: number, problem: Problem | undefined): CommandError {
  const { title = `The service answered ${status}.`, detail = '' } = problem ?? {}
  const isPassing = problem?.retryable ?? (status >= 500 || status === 429)
  const exitCode = isPassing ? EXIT.unavailable : status === 404 ? EXIT.notFound : EXIT.refused
  return new CommandError(exitCode, `${title} ${detail}`.trim(), problem)
}
