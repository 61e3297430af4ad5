import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { temporaryFolder } from '../local-process.ts'

const root = join(import.meta.dirname, '../..')

/** Says what an engine would that nobody can have at hand: too old, too small, of Windows. */
const DOCKER = `#!/bin/bash
case "$*" in
  'version --format {{.Server.Version}}') [[ -n $ENGINE ]] && echo "$ENGINE" ;;
  'version --format {{.Server.Os}}') echo "\${SYSTEM:-linux}" ;;
  'compose version --short') [[ -n $COMPOSE ]] && echo "$COMPOSE" ;;
  'volume inspect'*) exit 1 ;;
  info*) echo "\${MEMORY:-17179869184}" ;;
esac
`
const GOOD = { ENGINE: '28.3.0', COMPOSE: 'v2.38.2' }

/** The scripts in a folder of their own, with an engine that does what it is told and a machine with little else. */
function createStage() {
  const { folder, remove } = temporaryFolder()
  const programs = join(folder, 'bin')
  const withoutDocker = join(folder, 'without-docker')
  cpSync(join(root, 'install.sh'), join(folder, 'install.sh'))
  cpSync(join(root, 'containers/install'), join(folder, 'containers/install'), { recursive: true })
  mkdirSync(programs)
  writeFileSync(join(programs, 'docker'), DOCKER, { mode: 0o755 })
  writeFileSync(join(programs, 'curl'), '', { mode: 0o755 })
  mkdirSync(withoutDocker)
  for (const name of ['bash', 'sed', 'dirname', 'cut', 'cat']) {
    const path = ['/usr/bin', '/bin'].map((place) => join(place, name)).find(existsSync)
    symlinkSync(path ?? name, join(withoutDocker, name))
  }
  return {
    folder,
    withoutDocker,
    remove,
    install(env: Record<string, string>, args: string[] = ['--yes'], input = '') {
      const path = { PATH: `${programs}:/usr/bin:/bin` }
      return spawnSync('bash', ['install.sh', ...args], {
        cwd: folder,
        env: { ...path, ...env },
        encoding: 'utf8',
        input,
      })
    },
  }
}

describe('install.sh, before it changes anything', () => {
  const { folder, withoutDocker, remove, install } = createStage()
  after(remove)
  const refuses = (env: Record<string, string>, sentence: RegExp, args?: string[]) => {
    const { status, stderr } = install(env, args)
    assert.deepEqual(readdirSync(folder).sort(), ['bin', 'containers', 'install.sh', 'without-docker'])
    assert.equal(status, 1, stderr)
    assert.match(stderr, sentence)
  }

  it('says that Docker is missing, away, too old, or of Windows, and what to do', () => {
    refuses({ PATH: withoutDocker }, /Docker is not installed\. Install/)
    refuses({}, /does not answer\. Start/)
    refuses({ ...GOOD, ENGINE: '24.0.9' }, /Docker Engine 24\.0\.9 is too old: 25\.0 or newer/)
    refuses({ ...GOOD, SYSTEM: 'windows' }, /Switch it to Linux containers/)
    refuses({ ENGINE: '28.3.0' }, /Docker Compose v2 is missing/)
    refuses({ ...GOOD, COMPOSE: 'v2.9.0' }, /Docker Compose v2\.9\.0 is too old: 2\.24 or newer/)
  })

  it('says how much memory is missing', () => {
    const elsewhere = ['--brokers', 'kafka.example:9092', '--gateway-url', 'http://gateway.example:8080']
    const args = ['--yes', '--roles', 'connector', ...elsewhere]
    refuses({ ...GOOD, MEMORY: '67108864' }, /Docker has 64 MB of memory, these roles need 128 MB/, args)
  })

  it('says that a port is taken', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? `${address?.port}` : ''
    refuses(GOOD, new RegExp(`Port ${port} is in use`), ['--yes', '--edge-port', port])
    server.close()
  })

  it('says which answer cannot be, and which is missing', () => {
    for (const [sentence, ...args] of [
      [/--what is not a flag/, '--what'],
      [/--topic needs a value/, '--topic'],
      [/"a\/b" cannot be the answer to topic\. Allowed: 1 to 200/, '--topic=a/b'],
      [/There is no role "disk"/, '--roles', 'edge,disk'],
      [/roles gateway and router are two ways/, '--roles', 'gateway,router,functions'],
      [/choose functions together with gateway or router/, '--roles', 'functions,mysql'],
      [/On which host is MySQL\? Say it with the flag database-host/, '--roles', 'router,functions'],
      [/Where is the gateway\? Say it with the flag gateway-url/, '--roles', 'edge'],
      [/is not allowed|cannot be/, '--project', 'Upper Case'],
    ] as const)
      refuses(GOOD, sentence, ['--yes', ...args])
  })

  it('ends when the input does, instead of asking for ever', () => {
    refuses(GOOD, /The input ended before every question was answered/, [])
  })
})

describe('install.sh takes credentials', () => {
  const elsewhere = ['--brokers', 'kafka.example:9092', '--gateway-url', 'http://gateway.example:8080']
  const connector = ['--roles', 'connector', '--topic', 'a', '--group', 'b', ...elsewhere]
  const stages: ReturnType<typeof createStage>[] = []
  const stage = () => {
    const made = createStage()
    stages.push(made)
    return made
  }
  const secretOf = ({ folder }: { folder: string }, name: string) => readFileSync(join(folder, 'secrets', name), 'utf8')
  after(() => {
    for (const { remove } of stages) remove()
  })

  it('that are typed, and asks again for one that is too short', () => {
    const here = stage()
    const typed = 'operator\nshort\na long password\n'
    const { status, stdout, stderr } = here.install(GOOD, [...connector, '--credentials', 'typed'], typed)
    assert.equal(status, 0, stderr)
    assert.match(stdout, /is not allowed\. Allowed: 8 to 128/)
    assert.equal(secretOf(here, 'basic-auth-user'), 'operator')
    assert.equal(secretOf(here, 'basic-auth-password'), 'a long password')
    assert.ok(!stdout.includes('a long password'))
  })

  it('from the environment, and prints them only when asked to', () => {
    const here = stage()
    const credentials = { BASIC_AUTH_USER: 'operator', BASIC_AUTH_PASSWORD: 'another password' }
    const { status, stdout, stderr } = here.install({ ...GOOD, ...credentials }, ['--yes', ...connector])
    assert.equal(status, 0, stderr)
    assert.equal(secretOf(here, 'basic-auth-password'), 'another password')
    assert.ok(!stdout.includes('another password'))
    assert.match(here.install(GOOD, ['--yes', '--show-credentials']).stdout, /basic-auth-password: another password/)
  })

  it('of another server only from there', () => {
    const here = stage()
    const { status, stderr } = here.install(GOOD, ['--yes', ...connector])
    assert.equal(status, 1)
    assert.match(stderr, /basic-auth-user belongs to another server/)
  })

  it('and keeps every other line of .env', () => {
    const here = stage()
    writeFileSync(join(here.folder, '.env'), 'WORKER_SLOTS=1\nKAFKA_TOPIC_NAME=old\n')
    const credentials = { BASIC_AUTH_USER: 'operator', BASIC_AUTH_PASSWORD: 'another password' }
    assert.equal(here.install({ ...GOOD, ...credentials }, ['--yes', ...connector]).status, 0)
    const lines = readFileSync(join(here.folder, '.env'), 'utf8').split('\n')
    assert.ok(lines.includes('WORKER_SLOTS=1') && lines.includes('KAFKA_TOPIC_NAME=a'))
    assert.ok(!lines.includes('KAFKA_TOPIC_NAME=old') && !lines.some((line) => line.includes('password')))
  })
})

describe('install.sh has callbacks', () => {
  const here = createStage()
  after(here.remove)
  const answersIn = () =>
    Object.fromEntries(
      readFileSync(join(here.folder, '.env'), 'utf8')
        .split('\n')
        .map((line) => line.split('=', 2)),
    )
  const secret = join(here.folder, 'secrets/callback-secret')
  const install = (...args: string[]) => {
    const { status, stderr } = here.install(GOOD, ['--yes', '--roles', 'router,functions,kafka,mysql', ...args])
    assert.equal(status, 0, stderr)
  }

  it('off, until they are asked for: then with a file and a secret of their own', () => {
    install()
    assert.ok(!existsSync(secret) && answersIn().COMPOSE_FILE === undefined)
    install('--callbacks', 'on')
    assert.equal(answersIn().COMPOSE_FILE, 'docker-compose.yml,docker-compose.callbacks.yml')
    assert.match(readFileSync(secret, 'utf8'), /^whsec_[A-Za-z0-9]{32}$/)
  })

  it('on, until they are no more wanted; files of others stay', () => {
    const path = join(here.folder, '.env')
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace('callbacks.yml', 'callbacks.yml,docker-compose.override.yml'),
    )
    install()
    const { COMPOSE_FILE } = answersIn()
    assert.deepEqual(
      new Set(COMPOSE_FILE?.split(',').slice(1)),
      new Set(['docker-compose.override.yml', 'docker-compose.callbacks.yml']),
    )
    install('--callbacks', 'off')
    assert.equal(answersIn().COMPOSE_FILE, 'docker-compose.yml,docker-compose.override.yml')
    writeFileSync(path, readFileSync(path, 'utf8').replace(',docker-compose.override.yml', ''))
    install('--callbacks', 'on')
    install('--callbacks', 'off')
    assert.equal(answersIn().COMPOSE_FILE, undefined)
  })

  it('with the secret of the server that has the database', () => {
    const elsewhere = ['--database-host', 'db.example', '--brokers', 'kafka.example:9092']
    const far = createStage()
    const env = { ...GOOD, DB_MYSQL_PASS: 'a long password' }
    const args = ['--yes', '--roles', 'router,functions', ...elsewhere, '--callbacks', 'on']
    assert.match(far.install(env, args).stderr, /callback-secret belongs to another server/)
    const { status, stderr } = far.install({ ...env, CALLBACK_SECRET: `whsec_${'A'.repeat(43)}=` }, args)
    assert.equal(status, 0, stderr)
    assert.match(
      readFileSync(join(far.folder, '.env'), 'utf8'),
      /docker-compose\.servers\.yml,docker-compose\.callbacks\.yml$/m,
    )
    far.remove()
  })
})
