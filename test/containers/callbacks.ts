import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, it } from 'node:test'
import { type StatusBody, submit, waitForEnd } from '../client.ts'
import { jpeg } from '../pictures.ts'
import { type ComposeProject, docker, serviceOf } from './compose-project.ts'

/** A receiver that prints what it is sent, a line of JSON for each. */
const RECEIVER = `require('node:http').createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  console.log(JSON.stringify({ headers: request.headers, body }))
  response.end()
}).listen(8080)`

/** Callbacks where docker-compose.callbacks.yml is beside docker-compose.yml, as `install.sh --callbacks on` has it. */
export function callbacks(project: ComposeProject): void {
  const outside = `${project.name}_outside`
  const receiver = `${project.name}-receiver`
  let url: string
  let picture: Buffer

  const start = () => project.compose('up', '-d', '--wait', '--no-deps', 'resize-submit', 'resize-sweep')
  const submitWith = async (callback: string) => {
    const response = await submit(url, picture, { width: 8, callback })
    const { code, identifier } = (await response.json()) as StatusBody & { code?: string }
    return { status: response.status, code, identifier }
  }
  const sweep = async () => {
    const answer = await fetch(`${await project.urlOf('router', 8080)}/function/resize-sweep`, { method: 'POST' })
    return ((await answer.json()) as { callbacks: { delivered: number } }).callbacks
  }
  const received = async () =>
    (await docker('logs', receiver))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { headers: Record<string, string>; body: string })

  before(async () => {
    url = await project.urlOf('edge', 8000)
    picture = await jpeg(60, 50)
    const { status, code } = await submitWith('http://receiver:8080/')
    assert.deepEqual([status, code], [403, 'callbacks-off'])
    project.set('COMPOSE_FILE', 'docker-compose.yml:docker-compose.callbacks.yml')
    await start()
    const image = `picture-resize-api/resize-sweep:${project.name}`
    const place = ['--network', outside, '--network-alias', 'receiver', '--name', receiver]
    await docker('run', '-d', '--no-healthcheck', ...place, image, '-e', RECEIVER)
  })
  after(() => docker('rm', '-f', receiver))

  it('give a way out to the sweep alone', async () => {
    const functions = (await project.containers()).filter((container) => serviceOf(container).startsWith('resize-'))
    for (const container of functions) {
      const routes = readFileSync(`/proc/${container.State.Pid}/net/route`, 'utf8')
      assert.equal(/^\S+\t0{8}\t/m.test(routes), serviceOf(container) === 'resize-sweep', serviceOf(container))
    }
  })

  it('go to no private address, whether a number or a name leads there', async () => {
    const format = `{{(index .NetworkSettings.Networks "${outside}").IPAddress}}`
    const address = await docker('inspect', '--format', format, receiver)
    for (const host of [address, 'localhost', '[::1]', '169.254.169.254']) {
      const { status, code } = await submitWith(`http://${host}:8080/`)
      assert.deepEqual([status, code], [403, 'callback-not-allowed'], host)
    }
    const { status, identifier } = await submitWith('http://receiver:8080/')
    assert.equal(status, 202)
    await waitForEnd(url, identifier)
    assert.equal((await sweep()).delivered, 0)
    assert.match(await project.compose('logs', 'resize-sweep'), new RegExp(`${identifier}.*callback-not-allowed`))
    assert.deepEqual(await received(), [])
  })

  it('come signed, where private addresses are allowed', async () => {
    project.set('CALLBACK_PRIVATE', 'true')
    await start()
    const { identifier } = await submitWith('http://receiver:8080/')
    await waitForEnd(url, identifier)
    const find = async () => (await received()).find(({ headers }) => headers['webhook-id'] === identifier)
    while (!(await find())) await sweep()
    const { headers, body } = (await find()) ?? assert.fail()
    assert.equal((JSON.parse(body) as { data: StatusBody }).data.status, 'completed')
    const secret = project.secrets.get('callback-secret')?.replace('whsec_', '') ?? assert.fail()
    const signature = createHmac('sha256', Buffer.from(secret, 'base64'))
      .update(`${identifier}.${headers['webhook-timestamp']}.${body}`)
      .digest('base64')
    assert.equal(headers['webhook-signature'], `v1,${signature}`)
  })
}
