import { Failure } from '../errors/failure.ts'
import { isPublic, literalAddress, parseCallbackUrl } from './address.ts'
import type { CallbackRules } from './settings.ts'

/** Says of a URL that it may be called back, as far as that can be known. @throws Failure `callbacks-off`, `callback-not-allowed` */
export type CheckCallback = (url: string) => void

/**
 * Checks a callback when it is asked for. Names are not resolved yet, except those that always mean this machine: whoever
 * hands in names must not keep us waiting for their name servers, and what a name means counts when it is called.
 */
export function createCheckCallback({ keys, toPrivate }: Pick<CallbackRules, 'keys' | 'toPrivate'>): CheckCallback {
  return (text) => {
    if (keys.length === 0) throw new Failure('callbacks-off')
    const url = parseCallbackUrl(text)
    if (toPrivate) return
    const literal = literalAddress(url)
    const isThisMachine = /^(.+\.)?localhost\.?$/.test(url.hostname)
    if (isThisMachine || (literal && !isPublic(literal))) throw new Failure('callback-not-allowed')
  }
}
