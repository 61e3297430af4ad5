import { cpSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

/** The only two ways in which our code names what lies beside it; the text is a literal, so that it can be found. */
const NAMED = /new URL\('(?<path>\.[^']+)', import\.meta\.url\)|import\.meta\.resolve\('(?<specifier>[^']+)'\)/g
/** The address of a module itself, which every bundle has too. */
const OWN_ADDRESS = /new URL\(import\.meta\.url\)/g

interface AssetsOptions {
  /** The folder of the project. */
  readonly root: string
  /** The folder of the bundle. */
  readonly outdir: string
  /** Is filled with the programs that the code starts: paths of TypeScript files. They must lie beside the bundle too. */
  readonly started: Set<string>
}

/**
 * A plugin of esbuild: files and folders that our code names with `new URL('./x', import.meta.url)` or
 * `import.meta.resolve('package/x')` are copied to `assets/` beside the bundle, and named there. So the code means the same
 * from its sources and from a bundle.
 */
export function assets({ root, outdir, started }: AssetsOptions): Plugin {
  function take(from: string, to: string): string {
    cpSync(from, join(outdir, to), { recursive: true })
    return `new URL('./${to.split(sep).join('/')}', import.meta.url)`
  }

  function rename(importer: string, { path, specifier }: Record<string, string | undefined>): string {
    if (specifier !== undefined) {
      return `${take(fileURLToPath(import.meta.resolve(specifier)), join('assets', specifier))}.href`
    }
    const target = resolve(dirname(importer), path ?? '')
    if (!target.endsWith('.ts')) return take(target, join('assets', relative(root, target)))
    started.add(target)
    return `new URL('./${basename(target, '.ts')}.mjs', import.meta.url)`
  }

  return {
    name: 'assets',
    setup(build) {
      // Packages come as JavaScript: what ends in .ts is ours.
      build.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        const text = readFileSync(file, 'utf8')
        if (text.replace(NAMED, '').replace(OWN_ADDRESS, '').includes('import.meta.')) {
          return {
            errors: [
              { text: "A bundle has no such place: name it with new URL('./x', import.meta.url).", location: { file } },
            ],
          }
        }
        return { contents: text.replace(NAMED, (...found) => rename(file, found.at(-1))), loader: 'ts' }
      })
    },
  }
}
