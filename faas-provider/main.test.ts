import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../test/local-process.ts'

const main = new URL('main.ts', import.meta.url).pathname

/** Runs the program with these settings and nothing else in its environment, to its end. */
async function run(env: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  const program = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const [said, [code]] = await Promise.all([text(program.stderr), once(program, 'exit')])
  return { code, said }
}

describe('the program of the provider', () => {
  it('says what is wrong with its settings, all of it, and ends', async () => {
    const { code, said } = await run({ port: 'x', ready_timeout: 'soon', pids_limit: '0' })
    for (const name of ['port', 'ready_timeout', 'pids_limit']) assert.match(said, new RegExp(`^${name} `, 'm'))
    assert.equal(code, 1)
  })

  it('does not start without credentials when it shall ask for them, which it does unless told otherwise', async (t) => {
    const { folder, remove } = temporaryFolder()
    t.after(remove)
    const { code, said } = await run({ secret_mount_path: folder })
    assert.match(said, /basic-auth-user cannot be read/)
    assert.equal(code, 1)
  })

  it('ends with an error when there is no engine, so that it is started again', async (t) => {
    const { folder, remove } = temporaryFolder()
    t.after(remove)
    const { code, said } = await run({ DOCKER_HOST: `unix://${folder}/none.sock`, basic_auth: 'false' })
    assert.match(said, /^Docker Engine: .*ENOENT/)
    assert.equal(code, 1)
  })
})
