/**
 * Calls a function as OpenFaaS's own Node template does (https://github.com/openfaas/templates/tree/master/template/node22):
 * requires its `handler`, gives it what Express has parsed, answers with what it gives to `succeed` or `fail`, or returns.
 * `node official-template.ts FOLDER` prints its address.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

const [folder = ''] = process.argv.slice(2)
const handler = createRequire(import.meta.url)(join(folder, 'handler'))

const server = createServer((request, response) => {
  call(request, response).catch((error: Error) => response.writeHead(400).end(String(error)))
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})

async function call(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://function')
  request.headers['content-type'] ??= 'text/plain'
  const event = {
    body: parse(await buffer(request), request.headers['content-type']),
    headers: request.headers,
    method: request.method,
    query: Object.fromEntries(searchParams),
    path: pathname,
  }
  let code = 200
  let headers: Record<string, string> = {}
  let isAnswered = false
  const answer = (error: unknown, body?: unknown) => {
    isAnswered = true
    if (error) return response.writeHead(code === 200 ? 500 : code).end(String(error))
    const isPlain = Array.isArray(body) || body?.constructor === Object
    return response.writeHead(code, headers).end(isPlain ? JSON.stringify(body) : body)
  }
  const context = {
    status(value?: number) {
      if (!value) return code
      code = value
      return context
    },
    headers(value?: Record<string, string>) {
      if (!value) return headers
      headers = value
      return context
    },
    succeed: (body: unknown) => void answer(undefined, body),
    fail: (error: unknown) => void answer(error),
  }
  try {
    const returned = await handler(event, context)
    if (!isAnswered) context.succeed(returned)
  } catch (error) {
    answer(error)
  }
}

function parse(body: Buffer, type: string): unknown {
  if (type.startsWith('text/')) return body.toString()
  if (type.startsWith('application/json')) return JSON.parse(body.toString())
  return {}
}
