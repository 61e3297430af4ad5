/**
 * Bundles every program that a container runs. Functions go to dist/<name>, as stack.yml names them; their host goes into
 * the template of faas-cli that makes images of them. `node scripts/bundle/main.ts FOLDER` writes below that folder.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BundleOptions, bundle, root } from './bundle.ts'
import { writeEdge } from './edge.ts'
import { UNUSED_BY_THE_PROVIDER } from './leave-out.ts'

const HEALTH_CHECK = 'src/program/health-check.ts'

const JIMP = ['jimp', '@jimp']

/** The functions, each with the packages that it must do without: it starts sooner, and less can be wrong with it. */
const FUNCTIONS: Readonly<Record<string, { readonly without: readonly string[] }>> = {
  'resize-submit': { without: [...JIMP, 'fastify'] },
  'resize-status': { without: [...JIMP, 'fastify', 'kafkajs'] },
  'resize-lookup': { without: ['fastify', 'kafkajs'] },
  'resize-worker': { without: ['fastify', 'kafkajs'] },
  'resize-dead-letters': { without: [...JIMP, 'fastify', 'kafkajs'] },
  'resize-playback': { without: ['fastify'] },
  'resize-sweep': { without: [...JIMP, 'fastify'] },
}

/** The other programs, where they go, and packages that they load and never use. */
const PROGRAMS: Readonly<Record<string, { readonly main: string; readonly unused?: readonly string[] }>> = {
  'template/node24-ts/host': { main: 'src/faas/main.ts' },
  'dist/kafka-connector': { main: 'kafka-connector/main.ts' },
  'dist/faas-provider': { main: 'faas-provider/main.ts', unused: UNUSED_BY_THE_PROVIDER },
  'dist/router': { main: 'src/local/router/main.ts' },
}

/** What OpenFaaS's own Node template loads, `require('./function/handler')`: a module that awaits cannot be required. */
const FOR_REQUIRE = `const loaded = import('./handler.mjs')
module.exports = async (event, context) => (await loaded).default(event, context)
`

const [target = root] = process.argv.slice(2)

for (const [name, { without }] of Object.entries(FUNCTIONS)) {
  const folder = join('dist', name)
  await write(folder, { entries: [`functions/${name}/handler.ts`], without })
  writeFileSync(join(target, folder, 'handler.js'), FOR_REQUIRE)
  writeFileSync(join(target, folder, 'package.json'), JSON.stringify({ name, private: true, type: 'commonjs' }))
}
for (const [folder, { main, unused }] of Object.entries(PROGRAMS)) {
  await write(folder, { entries: [main, HEALTH_CHECK], ...(unused && { unused }) })
}
writeEdge(join(target, 'dist/edge'))

async function write(folder: string, options: Omit<BundleOptions, 'outdir'>): Promise<void> {
  const bytes = await bundle({ ...options, outdir: join(target, folder) })
  process.stdout.write(`${folder.padEnd(26)} ${Math.ceil(bytes / 1024)} KiB\n`)
}
