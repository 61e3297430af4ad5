import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { maxBodyBytes } from '../../functions/sent-picture.ts'
import { limitSettings } from '../../src/picture/limits.ts'
import { parseDuration } from '../../src/settings/duration.ts'
import { root } from './sources.ts'

type Texts = Readonly<Record<string, string | number>>

/** What both files say of a function. */
interface Declared {
  readonly image: string
  readonly environment: Texts
  readonly labels: Texts
  readonly annotations?: Texts
  readonly mem_limit?: string
  readonly limits?: { readonly memory: string }
  readonly secrets: readonly (string | { readonly source: string; readonly target: string })[]
}

/** A file as it is when no variable is set. */
function read(name: string): unknown {
  const text = readFileSync(join(root, name), 'utf8').replace(/\$\{\w+:-([^}]*)\}/g, '$1')
  return parse(text, { merge: true })
}

const compose = read('docker-compose.yml') as { services: Record<string, Declared & { profiles: string[] }> }
const stack = read('stack.yml') as { functions: Record<string, Declared & { handler: string }> }
const functions = Object.entries(compose.services).filter(([, { labels }]) => labels?.['com.openfaas.function'])

const ANNOTATION = 'com.openfaas.annotations.'
const texts = (values: Texts) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

describe('docker-compose.yml', () => {
  it('starts the functions of stack.yml, as it says', () => {
    assert.deepEqual(functions.map(([name]) => name).sort(), Object.keys(stack.functions).sort())
    for (const [name, started] of functions) {
      const declared = stack.functions[name]
      assert.ok(declared, name)
      assert.equal(started.image, declared.image)
      assert.deepEqual(texts(started.environment), texts(declared.environment), name)
      assert.equal(started.mem_limit, declared.limits?.memory.toLowerCase().replace('i', ''), name)
      const { 'com.openfaas.function': label, ...labels } = started.labels
      assert.equal(label, name)
      const annotations = Object.entries(declared.annotations ?? {}).map(([key, value]) => [
        `${ANNOTATION}${key}`,
        value,
      ])
      assert.deepEqual(labels, { ...declared.labels, ...Object.fromEntries(annotations) }, name)
      assert.deepEqual(declared.secrets, ['db-mysql-pass'])
      assert.deepEqual(started.secrets, [{ source: 'db-mysql-pass', target: '/var/openfaas/secrets/db-mysql-pass' }])
    }
  })

  it('has a function for each folder of functions, which the build bundles to where stack.yml looks for it', () => {
    for (const [name, { handler }] of Object.entries(stack.functions)) {
      assert.ok(existsSync(join(root, 'functions', name, 'handler.ts')), name)
      assert.equal(handler, `./dist/${name}`)
      assert.ok(readFileSync(join(root, 'scripts/bundle/main.ts'), 'utf8').includes(`  '${name}': {`), name)
    }
  })

  it('lets the edge take the largest body that a function takes', () => {
    const limit = Number(compose.services['edge']?.environment['EDGE_MAX_BODY_BYTES'])
    assert.equal(limit, maxBodyBytes(limitSettings.read({}).maxSourceBytes))
  })

  it('nests the times: child < function < gateway < connector < session of the group; no call waits longer than it may', () => {
    const of = (service: string, name: string) => compose.services[service]?.environment[name]
    const ms = (service: string, name: string) => parseDuration(String(of(service, name)))
    for (const [name] of functions) {
      const times = [
        Number(of(name, 'ENGINE_TIMEOUT_MS')),
        ms(name, 'exec_timeout'),
        ms(name, 'write_timeout'),
        ms('gateway', 'upstream_timeout'),
        ms('gateway', 'write_timeout'),
        ms('kafka-connector', 'upstream_timeout'),
        Number(of('kafka-connector', 'KAFKA_SESSION_TIMEOUT_MS')),
      ]
      assert.deepEqual(
        times,
        [...new Set(times)].sort((a, b) => a - b),
      )
      assert.ok(Number(of(name, 'MAX_WAIT_MS')) < ms(name, 'exec_timeout'))
      assert.ok(Number(of(name, 'MAX_STREAM_MS')) < ms(name, 'write_timeout'))
    }
    assert.equal(ms('router', 'upstream_timeout'), ms('gateway', 'upstream_timeout'))
  })

  it('pins every image, and lets every one that is not ours be another', () => {
    const images = readFileSync(join(root, 'docker-compose.yml'), 'utf8').matchAll(/^ +image: (.*)$/gm)
    const ours = /^\$\{REGISTRY:-\}picture-resize-api\/[a-z-]+:\$\{TAG:-[\d.]+\}$/
    const others = /^\$\{[A-Z_]+_IMAGE:-[a-z./-]+:v?\d[\w.]*\}$/
    for (const [, image = ''] of images) assert.ok(ours.test(image) || others.test(image), image)
  })
})
