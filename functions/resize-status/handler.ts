import type { Logger } from 'pino'
import { Failure } from '../../src/errors/failure.ts'
import type { Answer, FunctionEvent, Handler } from '../../src/faas/handler.ts'
import { headerOf, requireMethod, waitOf } from '../../src/faas/request.ts'
import { withProblems } from '../../src/faas/with-problems.ts'
import { hasEnded, type PictureFacts } from '../../src/operation/operation.ts'
import type { OperationStore, PictureRole } from '../../src/operation/ports.ts'
import { findOperation, transition } from '../../src/operation/transition.ts'
import type { WaitForEnd } from '../../src/operation/wait.ts'
import { toStatusBody } from './status-body.ts'

interface StatusParts {
  readonly store: OperationStore
  readonly waitForEnd: WaitForEnd
  readonly maxWaitMs: number
  readonly logger: Logger
}

/** The function `resize-status`: `/<id>` tells and erases an operation, `/<id>/picture` and `/<id>/source` give pictures. */
export function createStatusHandler({ store, waitForEnd, maxWaitMs, logger }: StatusParts): Handler {
  return withProblems(async (event) => {
    const [, id = '', part = '', ...rest] = event.path.split('/')
    if (rest.length > 0) throw new Failure('route-not-found')
    if (part === 'picture' || part === 'source') {
      requireMethod(event, 'GET', 'HEAD')
      return await answerPicture(event, id, part === 'picture' ? 'result' : 'source')
    }
    if (part !== '') throw new Failure('route-not-found')
    requireMethod(event, 'GET', 'HEAD', 'DELETE')
    if (event.method === 'DELETE') return await erase(id)
    await waitForEnd(id, waitOf(event, maxWaitMs))
    return wantsPicture(event) ? await answerPicture(event, id, 'result') : await answerStatus(id)
  }, logger)

  async function answerStatus(id: string): Promise<Answer> {
    const { operation } = await findOperation(store, id)
    const isOver = hasEnded(operation.status)
    const result = operation.status === 'completed' ? await store.readPicture(id, 'result') : undefined
    return {
      status: isOver ? 200 : 202,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        ...(!isOver && { 'retry-after': '1' }),
      },
      body: JSON.stringify(toStatusBody(operation, result)),
    }
  }

  async function answerPicture(event: FunctionEvent, id: string, role: PictureRole): Promise<Answer> {
    const { operation } = await findOperation(store, id)
    const facts = operation[role]
    if (operation.status === 'expired') throw new Failure('picture-gone')
    if (!facts) throw new Failure(operation.status === 'failed' ? 'operation-failed' : 'result-not-ready')
    const headers = pictureHeaders(id, role, facts)
    if (matches(headerOf(event, 'if-none-match'), headers.etag)) return { status: 304, headers, body: undefined }
    const bytes = await store.readPicture(id, role)
    if (!bytes) throw new Failure('picture-gone')
    return { status: 200, headers, body: bytes }
  }

  async function erase(id: string): Promise<Answer> {
    await transition(store, id, { type: 'erase' })
    logger.info({ operation: id }, 'erased')
    return { status: 204, headers: {}, body: undefined }
  }
}

/** The bytes never change under an ID, but they can be erased: so caches may keep them for a while, and only the client's. */
function pictureHeaders(id: string, role: PictureRole, { format, digest }: PictureFacts) {
  return {
    'content-type': `image/${format}`,
    'content-disposition': `inline; filename="${id}${role === 'source' ? '-source' : ''}.${format}"`,
    'cache-control': 'private, max-age=3600',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    etag: `"${digest}"`,
  }
}

/** Weak comparison with a list of entity tags (RFC 9110 §13.1.2). */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.split(',').some((candidate) => ['*', etag].includes(candidate.trim().replace(/^W\//, '')))
}

/** Whether the client asks for a picture rather than for JSON, as an `<img>` does. */
function wantsPicture(event: FunctionEvent): boolean {
  const first = (headerOf(event, 'accept') ?? '').split(',', 1)[0]?.trim() ?? ''
  return first.startsWith('image/')
}
