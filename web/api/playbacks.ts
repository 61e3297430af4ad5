import { call } from './calls.ts'
import type { RunBody, WantedRun } from './run.ts'

const addressOf = (id: string) => `/api/playbacks/${id}`

/** Runs of recorded operations under other models. Each throws ProblemError, or what the signal was aborted with. */
export const playbacks = {
  request: (wanted: WantedRun) =>
    read('/api/playbacks', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wanted),
    }),
  find: (id: string, signal: AbortSignal) => read(addressOf(id), { signal }),
  cancel: (id: string) => read(addressOf(id), { method: 'DELETE' }),
  /** The report as tables in Markdown. */
  async markdown(id: string): Promise<string> {
    return await (await call(addressOf(id), { headers: { accept: 'text/markdown' } })).text()
  },
}

async function read(address: string, options: RequestInit): Promise<RunBody> {
  return await (await call(address, options)).json()
}
