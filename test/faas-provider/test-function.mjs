// A function for the suites of the provider: it answers what it was sent, and tells how it runs.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import process from 'node:process'

const { REVISION = '', NEVER_LISTEN = '', START_AFTER_MS = '0' } = process.env

const answers = {
  '/self': () => ({
    revision: REVISION,
    uid: process.getuid(),
    env: process.env,
    pid: process.pid,
    host: process.env.HOSTNAME,
  }),
  '/headers': (request) => ({ ...request.headers, method: request.method, url: request.url }),
  '/secret': () => {
    const path = '/var/openfaas/secrets/key'
    return { value: readFileSync(path, 'utf8'), mode: (statSync(path).mode & 0o777).toString(8) }
  },
  '/writes': () =>
    Object.fromEntries(['/tmp/x', '/x', '/var/openfaas/secrets/x'].map((path) => [path, canWrite(path)])),
}

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://function').pathname
  if (path === '/_/health') return response.end('OK')
  if (path === '/crash') return process.exit(1)
  if (path === '/cut') return request.socket.destroy()
  if (path === '/fail') return response.writeHead(500).end('failed')
  if (path === '/slow') return setTimeout(() => response.end(`slow ${REVISION}`), 1500)
  process.stdout.write(`${request.method} ${request.url}\n`)
  if (path === '/complain') process.stderr.write('a complaint\n')
  const answer = answers[path]
  if (answer) return response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(request)))
  response.writeHead(200, {
    'content-type': request.headers['content-type'] ?? 'text/plain',
    'set-cookie': ['a=1', 'b=2'],
  })
  request.pipe(response)
})

if (!NEVER_LISTEN) setTimeout(() => server.listen(8080), Number(START_AFTER_MS))
process.stdout.write(`started ${REVISION}\n`)
const keepsAlive = setInterval(() => {}, 1000)
process.on('SIGTERM', () => {
  clearInterval(keepsAlive)
  server.close(() => process.exit(0))
  // Connections without a call are of no more use.
  setInterval(() => server.closeIdleConnections(), 50)
})

function canWrite(path) {
  try {
    writeFileSync(path, 'x')
    return true
  } catch {
    return false
  }
}
