import type { Logger } from 'pino'
import { Failure } from '../../src/errors/failure.ts'
import type { Answer, FunctionEvent, Handler } from '../../src/faas/handler.ts'
import { preferredOf } from '../../src/faas/negotiate.ts'
import { requireMethod, waitOf } from '../../src/faas/request.ts'
import { withProblems } from '../../src/faas/with-problems.ts'
import { hasEnded, type Operation } from '../../src/operation/operation.ts'
import type { OperationStore } from '../../src/operation/ports.ts'
import { findOperation, transition } from '../../src/operation/transition.ts'
import type { WaitForEnd } from '../../src/operation/wait.ts'
import { jsonWithImage } from '../image-json.ts'
import { toOperationBody } from '../operation-body.ts'
import { createAnswerPicture } from './answer-picture.ts'
import { askedId } from './asked-id.ts'

interface StatusParts {
  readonly store: OperationStore
  readonly waitForEnd: WaitForEnd
  /** The API's document, where the path is that of it. */
  readonly answerDocument: (event: FunctionEvent) => Answer | undefined
  readonly answerEvents: (event: FunctionEvent, id: string) => Promise<Answer>
  readonly maxWaitMs: number
  readonly logger: Logger
}

/**
 * The function `resize-status`: `/<id>` tells and erases an operation, `/<id>/events` tells its history, `/<id>/picture` and
 * `/<id>/source` give pictures; `/` tells of the operation that the body names; `/openapi.json` and `/reference` describe the API.
 */
export function createStatusHandler(parts: StatusParts): Handler {
  const { store, waitForEnd, answerDocument, answerEvents, maxWaitMs, logger } = parts
  const answerPicture = createAnswerPicture(store)

  return withProblems(async (event) => {
    const document = answerDocument(event)
    if (document) return document
    const [, id = '', part = '', ...rest] = event.path.split('/')
    if (event.path === '/') return await answerOperation(event, askedId(event))
    if (rest.length > 0) throw new Failure('route-not-found')
    switch (part) {
      case 'events':
        return await answerEvents(event, id)
      case 'picture':
      case 'source': {
        requireMethod(event, 'GET', 'HEAD')
        const { operation } = await findOperation(store, id)
        return await answerPicture(event, operation, part === 'picture' ? 'result' : 'source')
      }
      case '':
        requireMethod(event, 'GET', 'HEAD', 'DELETE')
        return await (event.method === 'DELETE' ? erase(id) : answerOperation(event, id))
      default:
        throw new Failure('route-not-found')
    }
  }, logger)

  async function answerOperation(event: FunctionEvent, id: string): Promise<Answer> {
    const operation = await waitForEnd(id, waitOf(event, maxWaitMs))
    // An <img> asks for a picture, whatever the result will be; everybody else for what is known of the operation.
    const type = preferredOf(event, ['application/json', `image/${formatOf(operation)}`])
    return type === 'application/json' ? await answerStatus(operation) : await answerPicture(event, operation, 'result')
  }

  async function answerStatus(operation: Operation): Promise<Answer> {
    const isOver = hasEnded(operation.status)
    const result = operation.status === 'completed' ? await store.readPicture(operation.id, 'result') : undefined
    const { status, ...done } = toOperationBody(operation)
    const said = { identifier: operation.id, status }
    return {
      status: isOver ? 200 : 202,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        vary: 'accept',
        ...(!isOver && { 'retry-after': '1' }),
      },
      body: result ? jsonWithImage(said, result, done) : JSON.stringify({ ...said, ...done }),
    }
  }

  async function erase(id: string): Promise<Answer> {
    await transition(store, id, { type: 'erase' })
    logger.info({ operation: id }, 'erased')
    return { status: 204, headers: {}, body: undefined }
  }
}

/** The format that the result has or will have. */
function formatOf({ result, source, options }: Operation): string {
  return result?.format ?? (options.format === 'same' && source ? source.format : options.format)
}
