import { Failure } from '../../src/errors/failure.ts'
import { byteRangeOf } from '../../src/faas/byte-range.ts'
import type { Answer, FunctionEvent } from '../../src/faas/handler.ts'
import { preferredOf } from '../../src/faas/negotiate.ts'
import { headerOf } from '../../src/faas/request.ts'
import type { Operation, PictureFacts } from '../../src/operation/operation.ts'
import type { OperationStore, PictureRole } from '../../src/operation/ports.ts'

/**
 * Answers with one of an operation's two pictures: whole, a part of it (`Range`), only its headers (`HEAD`), or not at all
 * when the client has it already (`If-None-Match`).
 */
export function createAnswerPicture(store: OperationStore) {
  return async (event: FunctionEvent, operation: Operation, role: PictureRole): Promise<Answer> => {
    const facts = operation[role]
    if (operation.status === 'expired') throw new Failure('picture-gone')
    if (!facts) throw new Failure(operation.status === 'failed' ? 'operation-failed' : 'result-not-ready')
    preferredOf(event, [`image/${facts.format}`])
    const headers = pictureHeaders(operation.id, role, facts)
    if (matches(headerOf(event, 'if-none-match'), headers.etag)) return { status: 304, headers, body: undefined }
    if (event.method === 'HEAD') {
      return { status: 200, headers: { ...headers, 'content-length': String(facts.bytes) }, body: undefined }
    }
    const range = isStillTheSame(event, headers.etag) ? byteRangeOf(headerOf(event, 'range'), facts.bytes) : undefined
    const bytes = await store.readPicture(operation.id, role)
    if (!bytes) throw new Failure('picture-gone')
    if (!range) return { status: 200, headers, body: bytes }
    const { start, end } = range
    const contentRange = `bytes ${start}-${end - 1}/${facts.bytes}`
    return { status: 206, headers: { ...headers, 'content-range': contentRange }, body: bytes.subarray(start, end) }
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
    'accept-ranges': 'bytes',
    vary: 'accept',
    etag: `"${digest}"`,
  }
}

/** Weak comparison with a list of entity tags (RFC 9110 §13.1.2). */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.split(',').some((candidate) => ['*', etag].includes(candidate.trim().replace(/^W\//, '')))
}

/** Whether the part that is asked for is one of this picture: `If-Range`, compared strongly (RFC 9110 §13.1.5). */
function isStillTheSame(event: FunctionEvent, etag: string): boolean {
  return (headerOf(event, 'if-range') ?? etag).trim() === etag
}
