import assert from 'node:assert/strict'
import { chmodSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { resize } from '../client.ts'
import { jpeg } from '../pictures.ts'
import { docker } from './compose-project.ts'
import { createInstallation, type Installation, shells } from './installation.ts'
import { sayWhenLeftOut, withDocker } from './with-docker.ts'

sayWhenLeftOut('Installing, restoring a backup, changing passwords, uninstalling')

if (withDocker)
  for (const shell of shells)
    describe(shell.script, { timeout: 1_800_000 }, await suiteOf(await createInstallation(shell)))

async function suiteOf(installation: Installation): Promise<() => void> {
  const { name, folder, url } = installation
  const install = async (...args: Parameters<Installation['run']>) => {
    const { code, said } = await installation.run(...args)
    assert.equal(code, 0, said)
    return said
  }
  const inMysql = (script: string, input?: string) =>
    installation.compose(['exec', '-T', 'mysql', 'bash', `/containers/${script}`], input)
  const gatewayAnswers = async (password: string) =>
    (
      await fetch(`http://127.0.0.1:${installation.answers['gateway-port']}/system/functions`, {
        headers: { authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}` },
      })
    ).status

  return () => {
    let first: Awaited<ReturnType<Installation['traces']>>
    before(async () => {
      const said = await install(['yes'], installation.answers)
      first = await installation.traces()
      assert.match(said, /a picture was resized to 64x48/)
      assert.match(said, new RegExp(`${url}/`))
      for (const [path, value] of Object.entries(installation.kept()))
        if (path !== '.env' && value !== 'admin') assert.ok(!said.includes(value), `${path} was printed`)
    })
    after(async () => {
      await installation.run(['uninstall', 'yes'])
      installation.remove()
    })

    it('keeps the secrets where nobody else comes', () => {
      assert.equal(statSync(join(folder, 'secrets')).mode & 0o777, 0o700)
      assert.equal(statSync(join(folder, 'secrets/db-mysql-pass')).mode & 0o777, 0o444)
      assert.match(installation.kept()['secrets/db-mysql-pass'] ?? '', /^[A-Za-z0-9_-]{32}$/)
    })

    it('changes nothing when it runs again, and asks with the present answers', async () => {
      installation.compose(['up', '-d', '--no-recreate', '--scale', 'resize-status=2'])
      first = await installation.traces()
      const kept = installation.kept()
      const said = await install([], {}, '\n'.repeat(20))
      assert.match(said, new RegExp(`\\[${installation.answers['edge-port']}\\]`))
      assert.deepEqual(installation.kept(), kept)
      assert.deepEqual(await installation.traces(), first)
    })

    it('takes another answer, and refuses one that cannot be', async () => {
      const refused = await installation.run(['yes'], { topic: 'no/topic' })
      assert.equal(refused.code, 1)
      assert.match(refused.said, /"no\/topic" cannot be the answer to topic/)
      const busy = await installation.run(['yes'], { 'edge-port': installation.answers['gateway-port'] ?? '' })
      assert.equal(busy.code, 1)
      assert.match(busy.said, /taken by an earlier answer/)
    })

    it('brings the database of an older version up to date, and keeps what is in it', async () => {
      const result = await resize(url, await jpeg(200, 150), { width: 50, height: 40 })
      const bytes = await (await fetch(`${url}/api/${result.identifier}/picture`)).bytes()
      const ask = (statement: string) => {
        const command = `MYSQL_PWD=$(</run/secrets/db-mysql-root-pass) mysql -h127.0.0.1 -uroot -Ne "${statement}" picture_resize`
        const { code, said } = installation.compose(['exec', '-T', 'mysql', 'bash', '-c', command])
        assert.equal(code, 0, said)
        return said.trim()
      }
      installation.compose(['stop', 'resize-submit', 'resize-sweep'])
      // As it was before its fourth script.
      ask('drop table callback; delete from schema_version where version = 4')
      await install(['yes'])
      assert.equal(ask('select count(*) from schema_version where version = 4'), '1')
      assert.deepEqual(await (await fetch(`${url}/api/${result.identifier}/picture`)).bytes(), bytes)
    })

    it('puts a backup into a new database; new passwords come with it, and the old ones end', async () => {
      const result = await resize(url, await jpeg(300, 200), { width: 90, height: 60 })
      const bytes = await (await fetch(`${url}/api/${result.identifier}/picture`)).bytes()
      const backup = inMysql('dump.sh')
      assert.equal(backup.code, 0, backup.said)
      const old = installation.kept()['secrets/basic-auth-password'] ?? ''
      assert.equal(await gatewayAnswers(old), 200)

      installation.compose(['down'])
      await docker('volume', 'rm', `${name}_mysql`)
      for (const secret of ['db-mysql-pass', 'basic-auth-password'])
        rmSync(join(folder, 'secrets', secret), { force: true })
      await install(['yes', 'no-smoke-test'])
      assert.equal((await fetch(`${url}/api/${result.identifier}`)).status, 404)

      installation.compose(['stop', 'edge', 'kafka-connector', 'resize-submit', 'resize-worker', 'resize-sweep'])
      assert.notEqual(inMysql('restore.sh', backup.said.slice(0, -100)).code, 0)
      const withoutEnd = backup.said.replace(/\n.*\n$/, '\n')
      assert.match(inMysql('restore.sh', withoutEnd).said, /it was cut off/)
      const restored = inMysql('restore.sh', backup.said)
      assert.equal(restored.code, 0, restored.said)
      await install(['yes'])
      assert.deepEqual(await (await fetch(`${url}/api/${result.identifier}/picture`)).bytes(), bytes)
      assert.equal(await gatewayAnswers(old), 401)
      assert.equal(await gatewayAnswers(installation.kept()['secrets/basic-auth-password'] ?? ''), 200)
    })

    it("changes the password of the database's user root", async () => {
      const path = join(folder, 'secrets/db-mysql-root-pass')
      const password = "a 'new' \\ password"
      const changed = inMysql('change-root-password.sh', password)
      assert.equal(changed.code, 0, changed.said)
      assert.notEqual(inMysql('dump.sh').code, 0)
      rmSync(path)
      writeFileSync(path, password)
      chmodSync(path, 0o444)
      const started = installation.compose(['up', '-d', '--force-recreate', 'mysql', 'mysql-schema'])
      assert.equal(started.code, 0, started.said)
      assert.equal(inMysql('dump.sh').code, 0)
    })

    it('says what is missing when the password of an old database is', async () => {
      const path = join(folder, 'secrets/db-mysql-root-pass')
      const password = installation.kept()['secrets/db-mysql-root-pass'] ?? ''
      rmSync(path)
      const { code, said } = await installation.run(['yes'])
      assert.equal(code, 1)
      assert.match(said, /has a database whose root password was in/)
      writeFileSync(path, password)
      chmodSync(path, 0o444)
    })

    it('removes nothing without a yes, keeps the data when asked to, and leaves nothing in the end', async () => {
      const kept = installation.kept()
      const present = await installation.traces()
      assert.match((await installation.run(['uninstall'], {}, 'no\n')).said, /Nothing was removed/)
      assert.deepEqual(await installation.traces(), present)

      await install(['uninstall', 'keep-data'])
      const { volume, ...rest } = await installation.traces()
      assert.deepEqual(volume, present.volume)
      assert.deepEqual(rest, { container: [], network: [], image: [] })
      assert.deepEqual(installation.kept(), kept)

      await install(['uninstall', 'yes'])
      assert.deepEqual(await installation.traces(), { container: [], volume: [], network: [], image: [] })
      assert.deepEqual(installation.kept(), {})
    })
  }
}
