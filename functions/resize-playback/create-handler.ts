import type { Logger } from 'pino'
import { Failure } from '../../src/errors/failure.ts'
import type { Answer, FunctionEvent, Handler } from '../../src/faas/handler.ts'
import { headerOf, jsonOf, requireMethod } from '../../src/faas/request.ts'
import { createValidate } from '../../src/faas/validate.ts'
import { withProblems } from '../../src/faas/with-problems.ts'
import { commandSchema, type TakeCommand } from '../../src/playback/commands.ts'
import type { Playbacks } from '../../src/playback/playbacks.ts'
import { toMarkdown } from '../../src/playback/report-markdown.ts'
import { playbackRequestSchema } from '../../src/playback/request.ts'
import { isOver, type Run } from '../../src/playback/run.ts'
import { messageSchemas } from '../api-document/message-schemas.ts'
import { toRunBody } from './run-body.ts'

interface PlaybackParts {
  readonly playbacks: Playbacks
  /** Takes up a run for at most one turn; @returns whether it is settled now. */
  readonly takeTurn: (run: string) => Promise<'over' | 'goes-on'>
  readonly takeCommand: TakeCommand
  readonly logger: Logger
}

const validateRequest = createValidate(playbackRequestSchema)
const validateCommand = createValidate(commandSchema)
const validateMessage = createValidate(messageSchemas.playback)

/**
 * The function `resize-playback`. From clients: `POST /` asks for a run, `GET /runs/<id>` tells of one, `DELETE /runs/<id>`
 * cancels it. From the connector: `POST /` with `{"playback":"<id>"}`, a run's message, works on that run; 429 while it goes
 * on, so that the message comes again until the run is over. From a mediator of this function: `POST /steps`, to which no
 * path of the public API leads, takes one step.
 */
export function createPlaybackHandler({ playbacks, takeTurn, takeCommand, logger }: PlaybackParts): Handler {
  return withProblems(async (event) => {
    const [, first = '', id = '', ...rest] = event.path.split('/')
    if (rest.length > 0) throw new Failure('route-not-found')
    if (id === '' && (first === '' || first === 'runs')) {
      requireMethod(event, 'POST')
      return await answerPost(event)
    }
    if (first === 'steps' && id === '') {
      requireMethod(event, 'POST')
      return await answerCommand(event)
    }
    if (first !== 'runs') throw new Failure('route-not-found')
    requireMethod(event, 'GET', 'HEAD', 'DELETE')
    const run = event.method === 'DELETE' ? await playbacks.cancel(id) : await playbacks.find(id)
    return wantsMarkdown(event) ? inMarkdown(run) : inJson(isOver(run) ? 200 : 202, run)
  }, logger)

  async function answerCommand(event: FunctionEvent): Promise<Answer> {
    const command = validateCommand(jsonOf(event))
    await takeCommand(command)
    const { step, operation } = command
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ step, operation }),
    }
  }

  async function answerPost(event: FunctionEvent): Promise<Answer> {
    const body = jsonOf(event)
    if (isMessage(body)) {
      const { playback } = validateMessage(body)
      if ((await takeTurn(playback)) === 'goes-on') throw new Failure('playback-running')
      return { status: 200, headers: {}, body: undefined }
    }
    const run = await playbacks.request(validateRequest(body))
    logger.info({ playback: run.id }, 'accepted')
    return inJson(202, run, { location: `/api/playbacks/${run.id}` })
  }
}

const isMessage = (body: unknown) => typeof body === 'object' && body !== null && 'playback' in body

function inJson(status: number, run: Run, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(!isOver(run) && { 'retry-after': '1' }),
      ...headers,
    },
    body: JSON.stringify(toRunBody(run)),
  }
}

function inMarkdown(run: Run): Answer {
  return {
    status: isOver(run) ? 200 : 202,
    headers: { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'no-store' },
    body: toMarkdown(run),
  }
}

/** Whether Markdown is what the client would rather have. */
function wantsMarkdown(event: FunctionEvent): boolean {
  return /^\s*text\/(x-)?markdown\b/i.test(headerOf(event, 'accept') ?? '')
}
