import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../errors/failure.ts'

/** The secrets of functions. Names are shown to whoever asks; values only go to the functions. */
export interface Secrets {
  list(): string[]
  /** @throws Failure `request-not-valid` for a name that is no file name */
  write(name: string, value: string | Uint8Array): void
  /** @returns undefined when there is none @throws Failure `request-not-valid` for a name that is no file name */
  read(name: string): Buffer | undefined
  /** @returns false when there was none */
  remove(name: string): boolean
}

/** Secrets as files that only this user can read, one for each, as OpenFaaS mounts them. */
export function createSecrets(folder: string): Secrets {
  return {
    list: () => (existsSync(folder) ? readdirSync(folder).sort() : []),
    write(name, value) {
      const path = join(folder, checked(name))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(path, value, { mode: 0o600 })
      chmodSync(path, 0o600)
    },
    read(name) {
      const path = join(folder, checked(name))
      return existsSync(path) ? readFileSync(path) : undefined
    },
    remove(name) {
      const path = join(folder, checked(name))
      if (!existsSync(path)) return false
      rmSync(path)
      return true
    },
  }
}

/** The form that Kubernetes asks of a secret's name (RFC 1123 subdomain), which is a safe file name too. */
function checked(name: string): string {
  if (/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name)) return name
  throw new Failure('request-not-valid', { detail: 'A secret is named by lower-case letters, digits, "-" and ".".' })
}
