import { useEffect, useState } from 'preact/hooks'
import type { LookupAnswer } from '../api/lookup.ts'
import type { Remembered } from '../history/history.ts'
import type { KeptHistory } from '../history/kept-history.ts'

/** Those of the operations found that this browser has sent itself, by their references: it has their IDs. */
export function useOwnOperations(
  history: KeptHistory,
  answer: LookupAnswer | undefined,
): ReadonlyMap<string, Remembered> {
  const [own, setOwn] = useState<ReadonlyMap<string, Remembered>>(new Map())
  useEffect(() => {
    let isLatest = true
    const recognise = async () => {
      const known = answer ? history.get() : []
      const references = await Promise.all(known.map(async (entry) => [await sha256(entry.id), entry] as const))
      if (isLatest) setOwn(new Map(references))
    }
    // Browsers have digests on loopback and over HTTPS only; elsewhere nothing is recognised.
    recognise().catch(() => {})
    return () => {
      isLatest = false
    }
  }, [answer])
  return own
}

async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
