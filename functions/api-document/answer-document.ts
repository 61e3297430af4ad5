import { createHash } from 'node:crypto'
import type { Answer, FunctionEvent } from '../../src/faas/handler.ts'
import { preferredOf } from '../../src/faas/negotiate.ts'
import { requireMethod } from '../../src/faas/request.ts'
import { createApiDocument } from './api-document.ts'
import { toReferencePage } from './reference-page.ts'
import { REFERENCE_STYLE } from './reference-style.ts'

/** The one style of the page is allowed by its hash; nothing else may be loaded or run. */
const STYLE_HASH = createHash('sha256').update(REFERENCE_STYLE).digest('base64')
const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`

/**
 * `/openapi.json` and `/reference`: the API's document, for programs and to be read.
 * @param maxSide the longest side of a result, in pixels
 */
export function createAnswerDocument(maxSide: number) {
  const document = createApiDocument(maxSide)
  const answers: Readonly<Record<string, Answer>> = {
    '/openapi.json': answer('application/json', JSON.stringify(document)),
    '/reference': answer('text/html', toReferencePage(document), { 'content-security-policy': PAGE_POLICY }),
  }
  /** Undefined where the path is neither of them. */
  return (event: FunctionEvent): Answer | undefined => {
    const found = Object.hasOwn(answers, event.path) ? answers[event.path] : undefined
    if (!found) return undefined
    requireMethod(event, 'GET', 'HEAD')
    preferredOf(event, [(found.headers['content-type'] ?? '').replace(/;.*/, '')])
    return found
  }
}

function answer(type: string, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const charset = type === 'text/html' ? '; charset=utf-8' : ''
  return {
    status: 200,
    headers: { 'content-type': `${type}${charset}`, 'cache-control': 'no-cache', ...headers },
    body,
  }
}
