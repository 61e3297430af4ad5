import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Failure } from '../errors/failure.ts'

/** Throws Failure `unauthorized` unless an `Authorization` header has the credentials. */
export type Authorize = (authorization: string | undefined) => void

/**
 * Basic authentication (RFC 7617) with the credentials of OpenFaaS's gateway: the files `basic-auth-user` and
 * `basic-auth-password` of a folder of secrets.
 * @throws Failure `settings-not-valid` when the files cannot be read
 */
export function createBasicAuth(secretMountPath: string): Authorize {
  const user = readSecret(secretMountPath, 'basic-auth-user')
  const password = readSecret(secretMountPath, 'basic-auth-password')
  const expected = sha256(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)
  return (authorization) => {
    if (!timingSafeEqual(sha256(authorization ?? ''), expected)) throw new Failure('unauthorized')
  }
}

/** Lets only those to the routes of `server` who may; everybody without `authorize`. Others are asked who they are. */
export function requireCredentials(server: FastifyInstance, authorize: Authorize | undefined): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!authorize) return
    reply.header('www-authenticate', 'Basic realm="Restricted"')
    authorize(request.headers.authorization)
    reply.removeHeader('www-authenticate')
  })
}

// Equal lengths, so that the comparison takes the same time whatever was given.
const sha256 = (text: string) => createHash('sha256').update(text).digest()

function readSecret(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8').trim()
  } catch (error) {
    const fault = `basic_auth is on, but ${join(folder, name)} cannot be read (secret_mount_path names the folder).`
    throw new Failure('settings-not-valid', { message: fault, cause: [fault, error] })
  }
}
