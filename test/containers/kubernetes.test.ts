import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { parse, parseAllDocuments } from 'yaml'
import { programSettings } from '../../kafka-connector/program-settings.ts'
import { connectorSettings } from '../../kafka-connector/settings.ts'
import { kafkaSettings } from '../../src/topic/kafka/settings.ts'
import { topicSettings } from '../../src/topic/settings.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'deploy/kubernetes')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string }
}
interface Container {
  readonly name: string
  readonly image: string
  readonly env?: readonly { readonly name: string; readonly value: string }[]
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[]
  readonly securityContext: unknown
  readonly volumeMounts: readonly { readonly name: string }[]
  readonly readinessProbe: Probe
  readonly livenessProbe: Probe
}
interface PodTemplate {
  readonly spec: {
    readonly securityContext: {
      readonly runAsUser: number
      readonly runAsNonRoot: boolean
      readonly seccompProfile: { readonly type: string }
    }
    readonly containers: readonly [Container]
    readonly volumes: readonly { readonly name: string }[]
  }
}
interface Resource {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly spec: {
    readonly selector?: { readonly matchLabels?: object }
    readonly podSelector?: { readonly matchExpressions?: readonly [{ readonly values: readonly string[] }] }
    readonly template?: PodTemplate & { readonly metadata: { readonly labels: object } }
  }
}

const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
const resources = files.flatMap((name) =>
  parseAllDocuments(read(`deploy/kubernetes/${name}`)).map((document) => {
    assert.deepEqual(document.errors, [], name)
    return document.toJS() as Resource
  }),
)
const kustomization = parse(read('deploy/kubernetes/kustomization.yaml')) as {
  readonly resources: readonly string[]
  readonly images: readonly { readonly name: string; readonly newTag: string }[]
  readonly configMapGenerator: readonly { readonly name: string; readonly literals: readonly string[] }[]
}
const compose = parse(read('docker-compose.yml').replace(/\$\{\w+:-([^}]*)\}/g, '$1'), { merge: true }) as {
  readonly services: Record<
    string,
    { readonly environment: Record<string, string>; readonly image: string; readonly mem_limit: string }
  >
}
const stack = parse(read('stack.yml').replace(/\$\{\w+:-([^}]*)\}/g, '$1'), { merge: true }) as {
  readonly functions: Record<string, { readonly environment: object; readonly secrets: readonly string[] }>
}

const find = (name: string) => resources.find(({ metadata }) => metadata.name === name) ?? assert.fail(name)
const podOf = (name: string) => find(name).spec.template?.spec ?? assert.fail(name)
const literalsOf = (name: string) =>
  Object.fromEntries(
    (kustomization.configMapGenerator.find((one) => one.name === name)?.literals ?? []).map((text) =>
      text.split('=', 2),
    ),
  )
/** Everything in the environment of a Deployment's container. */
const environmentOf = (name: string): Record<string, string> => ({
  ...literalsOf(name),
  ...Object.fromEntries((podOf(name).containers[0].env ?? []).map(({ name, value }) => [name, value])),
})

describe('deploy/kubernetes', () => {
  it('applies what is there; what is to be chosen is named as well', () => {
    const named = [...read('deploy/kubernetes/kustomization.yaml').matchAll(/^ {2}(?:# )?- ([a-z-]+\.yaml)$/gm)]
    assert.deepEqual([...named.map(([, name]) => name), 'schema-job.yaml'].sort(), [...files].sort())
    assert.ok(read('deploy/kubernetes/README.md').includes('schema-job.yaml'))
  })

  it('sets what the connector reads, and what docker-compose.yml sets', () => {
    const known = [connectorSettings, programSettings, kafkaSettings, topicSettings].flatMap(({ definition }) =>
      Object.values(definition).map(({ env }) => env),
    )
    const environment = environmentOf('picture-resize-connector')
    for (const name of Object.keys(environment)) assert.ok(known.includes(name), name)
    const { environment: there = {} } = compose.services['kafka-connector'] ?? {}
    assert.deepEqual(Object.keys(environment).sort(), Object.keys(there).sort())
    for (const name of ['KAFKA_SESSION_TIMEOUT_MS', 'upstream_timeout', 'KAFKA_TOPIC_NAME', 'KAFKA_GROUP_NAME']) {
      assert.equal(environment[name], String(there[name]), name)
    }
  })

  it('sets every variable of the edge', () => {
    const wanted = [...read('containers/edge/server.conf.template').matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name)
    const environment = environmentOf('picture-resize-edge')
    assert.deepEqual(new Set(Object.keys(environment)), new Set(wanted))
    const limit = compose.services['edge']?.environment['EDGE_MAX_BODY_BYTES']
    assert.equal(environment['EDGE_MAX_BODY_BYTES'], String(limit))
    assert.ok(read('deploy/kubernetes/edge.yaml').includes(`proxy-body-size: "${limit}"`))
  })

  it('has the images and the users of containers/Dockerfile, at the version that stack.yml has', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string }
    for (const { name, newTag } of kustomization.images) {
      assert.equal(newTag, version)
      assert.ok(
        Object.values(compose.services).some(({ image }) => image === `${name}:${version}`),
        name,
      )
    }
    assert.equal(podOf('picture-resize-connector').securityContext.runAsUser, 1000)
    assert.equal(podOf('picture-resize-edge').securityContext.runAsUser, 101)
    assert.equal(podOf('picture-resize-schema').containers[0].image, compose.services['mysql']?.image)
  })

  it('asks for health where it is answered, and confines every container', () => {
    const confined = {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    }
    for (const { metadata, spec } of resources.filter(({ spec }) => spec.template)) {
      const { containers, volumes, securityContext } = spec.template?.spec ?? assert.fail()
      const [container] = containers
      assert.deepEqual(container.securityContext, confined, metadata.name)
      assert.ok(securityContext.runAsNonRoot && securityContext.seccompProfile.type === 'RuntimeDefault', metadata.name)
      assert.deepEqual(container.volumeMounts.map(({ name }) => name).sort(), volumes.map(({ name }) => name).sort())
      if (spec.selector) assert.deepEqual(spec.selector.matchLabels, spec.template?.metadata.labels)
    }
    const paths = (name: string) => {
      const [{ readinessProbe, livenessProbe, ports = [] }] = podOf(name).containers
      const port = ports.find((one) => one.name === readinessProbe.httpGet.port)?.containerPort
      return [port, readinessProbe.httpGet.path, livenessProbe.httpGet.path]
    }
    assert.deepEqual(paths('picture-resize-connector'), [8081, '/readyz', '/healthz'])
    assert.deepEqual(paths('picture-resize-edge'), [8000, '/healthz', '/healthz'])
  })

  it('lets functions reach the database, those that write messages Kafka, those that call others the gateway', () => {
    const functionsOf = (name: string) => new Set(find(name).spec.podSelector?.matchExpressions?.[0].values)
    assert.deepEqual(functionsOf('picture-resize-functions'), new Set(Object.keys(stack.functions)))
    const having = (variable: string) => {
      const found = Object.entries(stack.functions).filter(([, { environment }]) => variable in environment)
      return new Set(found.map(([name]) => name))
    }
    assert.deepEqual(functionsOf('picture-resize-writers'), having('KAFKA_BROKERS'))
    assert.deepEqual(functionsOf('picture-resize-callers'), having('gateway_url'))
    for (const { metadata } of resources) assert.match(metadata.namespace, /^openfaas(-fn)?$/, metadata.name)
  })

  it('says how each secret is made', () => {
    const secrets = new Set(Object.values(stack.functions).flatMap(({ secrets }) => secrets))
    const readme = read('deploy/kubernetes/README.md')
    for (const name of [...secrets, 'db-mysql-root-pass', 'callback-secret']) {
      assert.match(readme, new RegExp(`secret (create|generic) ${name}\\b`), name)
    }
  })
})
