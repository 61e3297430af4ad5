import { answerSchemas } from './answer-schemas.ts'
import { apiCalls } from './calls.ts'
import { describeCall } from './describe-call.ts'

/** The version of the API; a change that breaks a client gives it another first number. */
const VERSION = '1.0.0'

/**
 * The API as an OpenAPI 3.1 document. The schemas in it are the ones that bodies are checked against.
 * @param maxSide the longest side of a result, in pixels
 */
export function createApiDocument(maxSide: number) {
  const paths = Object.entries(apiCalls(maxSide)).map(([path, calls]) => [
    path,
    Object.fromEntries(Object.entries(calls).map(([method, call]) => [method, describeCall(call)])),
  ])
  return {
    openapi: '3.1.1',
    info: {
      title: 'picture-resize-api',
      version: VERSION,
      description:
        'Resizes pictures asynchronously: ask, get an identifier, come back for the result. Refusals are problem details ' +
        'with a stable code.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(paths) as Record<string, Record<string, ReturnType<typeof describeCall>>>,
    components: { schemas: answerSchemas },
  }
}

/** The document. */
export type ApiDocument = ReturnType<typeof createApiDocument>
