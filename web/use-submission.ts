import { useState } from 'preact/hooks'
import { submit } from './api/calls.ts'
import type { ResizeOptions } from './api/operation.ts'
import { type Problem, problemOf } from './api/problem.ts'
import { encodeBase64 } from './source/encode-base64.ts'

/** Sending a picture, and what came of the last time. */
export interface Submission {
  readonly isSending: boolean
  /** Why the last picture was not taken. */
  readonly problem: Problem | undefined
  /** Encodes and sends. @returns the operation's ID, or undefined when it was not taken */
  readonly send: (blob: Blob, options: ResizeOptions) => Promise<string | undefined>
  /** Forgets the last problem. */
  readonly clear: () => void
}

/** One submission at a time. */
export function useSubmission(): Submission {
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  return {
    isSending,
    problem,
    clear: () => setProblem(undefined),
    send: async (blob, options) => {
      setSending(true)
      setProblem(undefined)
      try {
        return await submit(await encodeBase64(blob), options)
      } catch (error) {
        setProblem(problemOf(error))
        return undefined
      } finally {
        setSending(false)
      }
    },
  }
}
