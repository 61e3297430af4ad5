// npm run secrets: writes what docker-compose.yml takes as secrets into SECRETS_DIR (./secrets): random values, or those of
// DB_MYSQL_PASS and its like. What is there already stays as it is. Plain JavaScript without dependencies.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'

/** 32 letters and digits: 24 bytes in base64. */
const random = () => randomBytes(48).toString('base64').replace(/[+/=]/g, '').slice(0, 32)
const { env } = process

/** Each file with what goes into it when it is missing. */
const SECRETS = {
  'basic-auth-user': () => env.BASIC_AUTH_USER || 'admin',
  'basic-auth-password': () => env.BASIC_AUTH_PASSWORD || random(),
  'db-mysql-pass': () => env.DB_MYSQL_PASS || random(),
  'db-mysql-root-pass': () => env.DB_MYSQL_ROOT_PASS || random(),
  'callback-secret': () => env.CALLBACK_SECRET || `whsec_${random()}`,
}

const folder = resolve(env.SECRETS_DIR || 'secrets')
mkdirSync(folder, { recursive: true })
// Nobody but the owner comes as far as the files; inside a container, where the folder is not, any user can read its file.
chmodSync(folder, 0o700)
for (const [name, create] of Object.entries(SECRETS)) {
  const path = join(folder, name)
  if (existsSync(path)) continue
  writeFileSync(path, create())
  chmodSync(path, 0o444)
}
process.stdout.write(`The secrets are in ${folder}.\n`)
