import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { parse } from 'yaml'
import { root } from '../../scripts/bundle/bundle.ts'
import { temporaryFolder } from '../local-process.ts'
import { type Container, docker } from './compose-project.ts'
import { sayWhenLeftOut, withDocker } from './with-docker.ts'

sayWhenLeftOut('The image of a function by our faas-cli template')

if (withDocker) {
  describe('the image of a function by our faas-cli template', () => {
    const { folder, remove } = temporaryFolder()
    const name = `picture-resize-test-${randomBytes(4).toString('hex')}`
    let id: string

    before(async () => {
      execFileSync(process.execPath, [join(root, 'scripts/bundle/main.ts'), folder])
      // As `faas-cli build` lays it out: the template, and the handler's folder as `function`, closed for all others.
      const context = join(folder, 'build/resize-status')
      cpSync(join(root, 'template/node24-ts'), context, { recursive: true })
      cpSync(join(folder, 'template/node24-ts/host'), join(context, 'host'), { recursive: true })
      mkdirSync(join(context, 'function'), { mode: 0o700 })
      cpSync(join(folder, 'dist/resize-status'), join(context, 'function'), { recursive: true })
      chmodSync(join(context, 'function/assets'), 0o700)
      await docker('build', '-q', '-t', name, context)
      const hardened = [
        '--read-only',
        '--cap-drop=ALL',
        '--security-opt=no-new-privileges',
        '--tmpfs=/tmp',
        '--network=none',
      ]
      id = await docker('run', '-d', ...hardened, '-e', 'DATA_DIR=/tmp/data', name)
    })
    after(async () => {
      await docker('rm', '-f', id)
      await docker('rmi', '-f', name)
      remove()
    })

    const inspect = async () => (JSON.parse(await docker('inspect', id)) as HealthyContainer[])[0]

    it('runs what the template says, as nobody in particular, without a shell', async () => {
      const { Config } = (await inspect()) ?? assert.fail()
      assert.equal(Config.User, '1000:1000')
      const template = parse(readFileSync(join(root, 'template/node24-ts/template.yml'), 'utf8')) as {
        fprocess: string
      }
      assert.equal([...Config.Entrypoint, ...(Config.Cmd ?? [])].join(' '), template.fprocess)
      assert.equal(Config.Labels['org.opencontainers.image.licenses'], 'MIT')
      assert.equal(Config.Healthcheck.Test[0], 'CMD')
    })

    it('is found healthy by its own check, and answers', async () => {
      while ((await inspect())?.State.Health.Status !== 'healthy') await pause(100)
      const call = "fetch('http://127.0.0.1:8080/'+'0'.repeat(32)).then(async(r)=>console.log(r.status,await r.text()))"
      assert.match(await docker('exec', id, 'node', '-e', call), /^404 .*operation-not-found/)
    })

    it('ends by itself after SIGTERM', async () => {
      await docker('stop', '--time', '20', id)
      assert.equal((await inspect())?.State.ExitCode, 0)
    })
  })
}

interface HealthyContainer extends Container {
  readonly Config: Container['Config'] & {
    readonly Entrypoint: readonly string[]
    readonly Healthcheck: { readonly Test: readonly string[] }
  }
  readonly State: Container['State'] & { readonly Health: { readonly Status: string }; readonly ExitCode: number }
}
