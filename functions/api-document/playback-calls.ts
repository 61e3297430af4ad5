import { playbackRequestSchema } from '../../src/playback/request.ts'
import type { Call } from './describe-call.ts'

const id = {
  name: 'id',
  in: 'path',
  required: true,
  description: "The run's identifier.",
  schema: { type: 'string', pattern: '^[^/]+$' },
} as const

const RUN = { 'application/json': 'Playback', 'text/markdown': { type: 'string' } } as const

/** The calls of playback, by path and method. */
export const playbackCalls: Readonly<Record<string, Readonly<Record<string, Call>>>> = {
  '/api/playbacks': {
    post: {
      summary: 'Ask for recorded operations to be played again',
      body: { 'application/json': playbackRequestSchema },
      answers: {
        202: { description: 'Accepted.', content: { 'application/json': 'Playback' }, headers: ['Location'] },
      },
      refusals: [
        'body-not-json',
        'length-required',
        'operation-not-found',
        'playback-not-found',
        'playback-too-large',
        'playbacks-waiting',
        'playback-running',
      ],
    },
  },
  '/api/playbacks/{id}': {
    get: {
      summary: 'How a run stands, and what it measured',
      parameters: [id],
      answers: {
        200: { description: 'It is over.', content: RUN },
        202: { description: 'It goes on.', content: RUN, headers: ['Retry-After'] },
      },
      refusals: ['playback-not-found'],
    },
    delete: {
      summary: 'Cancel a run',
      parameters: [id],
      answers: {
        200: { description: 'It is over.', content: RUN },
        202: { description: 'It is being ended.', content: RUN },
      },
      refusals: ['playback-not-found'],
    },
  },
}
