import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../src/errors/failure.ts'

/**
 * The Authorization header for the gateway, from the files `basic-auth-user` and `basic-auth-password` that OpenFaaS
 * mounts as secrets.
 * @throws Failure `settings-not-valid` when one of them cannot be read
 */
export function readGatewayAuthorization(folder: string): string {
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8').trim()
    } catch (error) {
      const message = `secret_mount_path: ${join(folder, name)} cannot be read.`
      throw new Failure('settings-not-valid', { message, cause: [message, error] })
    }
  }
  const pair = `${read('basic-auth-user')}:${read('basic-auth-password')}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}
