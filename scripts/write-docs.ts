import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '../src/errors/catalogue.ts'
import { toEnvExample } from '../src/local/help.ts'
import { rooms } from '../src/local/rooms.ts'
import { toErrorsPage } from './errors-page.ts'

const root = join(import.meta.dirname, '..')
writeFileSync(join(root, 'docs/errors.md'), toErrorsPage(catalogue))
writeFileSync(join(root, '.env.example'), toEnvExample(rooms))
