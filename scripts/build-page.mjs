// Bundles the page: web/ -> web/dist/. Runs under Node 20 too, because the set-up calls it before it has brought Node 24.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, stop } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))
const web = join(root, 'web')
const dist = join(web, 'dist')
const page = join(dist, 'index.html')

/** What index.html names, and what the bundle is made from. */
const entries = ['main.tsx', 'page.css', 'icon.svg']

/**
 * Builds the page into web/dist: index.html, and everything else under assets/ with a hash of its content in its name.
 * Builds that run at the same time do not disturb each other: what index.html names is there before it.
 */
export async function buildPage() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: web,
    entryPoints: entries,
    outdir: 'dist',
    entryNames: 'assets/[name]-[hash]',
    loader: { '.svg': 'copy' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    write: false,
  })
  await stop()

  let html = readFileSync(join(web, 'index.html'), 'utf8')
  for (const [path, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
    const entry = entryPoint ?? Object.keys(inputs)[0]
    html = html.replace(`"${entry}"`, `"${path.slice('dist/'.length)}"`)
  }
  const assets = join(dist, 'assets')
  mkdirSync(assets, { recursive: true })
  for (const { path, contents } of outputFiles) replaceFile(path, contents)
  replaceFile(page, html)
  const names = new Set(outputFiles.map(({ path }) => basename(path)))
  for (const name of readdirSync(assets)) {
    if (!names.has(name)) rmSync(join(assets, name), { force: true })
  }
}

/** Whether web/dist is there and newer than all that it is made from. */
export function isPageBuilt() {
  const builtAt = modifiedAt(page)
  const sources = [fileURLToPath(import.meta.url), join(root, 'package-lock.json'), ...filesOf(web)]
  return sources.every((path) => modifiedAt(path) <= builtAt)
}

function replaceFile(path, contents) {
  // Beside the assets, not among them: there another build would take it for a left-over.
  const unfinished = join(dist, `${basename(path)}.${process.pid}`)
  writeFileSync(unfinished, contents)
  renameSync(unfinished, path)
}

function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (path === dist) return []
    return entry.isDirectory() ? filesOf(path) : [path]
  })
}

/** When the file was last changed, in epoch milliseconds; 0 when there is none. */
function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage()
