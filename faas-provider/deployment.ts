import { type Static, Type } from 'typebox'
import { createValidate } from '../src/faas/validate.ts'
import { cpuPattern, memoryPattern } from './quantity.ts'

const texts = Type.Record(Type.String(), Type.String())
// faas-cli writes an amount that is not set as an empty text.
const orEmpty = (pattern: string) => Type.String({ pattern: `^$|${pattern}` })
const resources = Type.Object({
  memory: Type.Optional(orEmpty(memoryPattern)),
  cpu: Type.Optional(orEmpty(cpuPattern)),
})

const deployment = Type.Object({
  /** The function's name: a label of a host name (RFC 1123), as faas-cli checks it too. */
  service: Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' }),
  image: Type.String({ minLength: 1 }),
  namespace: Type.Optional(Type.String()),
  envProcess: Type.Optional(Type.String()),
  envVars: Type.Optional(texts),
  constraints: Type.Optional(Type.Array(Type.String())),
  secrets: Type.Optional(Type.Array(Type.String(), { uniqueItems: true })),
  labels: Type.Optional(texts),
  annotations: Type.Optional(texts),
  limits: Type.Optional(resources),
  requests: Type.Optional(resources),
  readOnlyRootFilesystem: Type.Optional(Type.Boolean()),
})

/** What `faas-cli deploy` sends (faas-provider's FunctionDeployment). */
export type Deployment = Static<typeof deployment>

/** The body of `POST|PUT /system/functions`. @throws Failure `request-not-valid` */
export const validateDeployment = createValidate(deployment)

/** The body of `DELETE /system/functions`. @throws Failure `request-not-valid` */
export const validateRemoval = createValidate(
  Type.Object({ functionName: Type.String({ minLength: 1 }), namespace: Type.Optional(Type.String()) }),
)
