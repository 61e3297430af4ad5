import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { providerSettings } from '../faas-provider/settings.ts'
import { catalogue } from '../src/errors/catalogue.ts'
import { toEnvExample } from '../src/local/help.ts'
import { everyRoom } from '../src/local/rooms.ts'
import { topicSettings } from '../src/topic/settings.ts'
import { toAsyncApiPage } from './async-api.ts'
import { toErrorsPage } from './errors-page.ts'

const root = join(import.meta.dirname, '..')
writeFileSync(join(root, 'docs/errors.md'), toErrorsPage(catalogue))
writeFileSync(join(root, '.env.example'), toEnvExample([...everyRoom, providerSettings]))
writeFileSync(join(root, 'docs/asyncapi.yaml'), toAsyncApiPage(topicSettings.read({}).name))
