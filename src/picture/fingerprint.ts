import { acceleratedFingerprint } from './accelerated/accelerated-fingerprint.ts'
import type { Limits } from './limits.ts'
import { pureJsFingerprint } from './pure-js/pure-js-fingerprint.ts'

const FINGERPRINTS: Readonly<Record<Limits['engine'], string>> = {
  accelerated: acceleratedFingerprint,
  'pure-js': pureJsFingerprint,
}

/** Names everything that decides about the bytes of an engine's results. It loads no codec. */
export const fingerprintOf = (engine: Limits['engine']): string => FINGERPRINTS[engine]
