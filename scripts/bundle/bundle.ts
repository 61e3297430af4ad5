import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { assets } from './assets.ts'
import { leaveOut } from './leave-out.ts'

/** The folder of the project. */
export const root = join(import.meta.dirname, '../..')

/** Packages of CommonJS ask for modules of Node in this way, which modules of ECMAScript do not have. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** What is bundled, and to where. */
export interface BundleOptions {
  /** TypeScript files, from the project's folder; each becomes `<name>.mjs`. */
  readonly entries: readonly string[]
  readonly outdir: string
  /** Packages, or scopes of packages, that must not come with it. */
  readonly without?: readonly string[]
  /** Packages that the programs load and never use: they are left out. */
  readonly unused?: readonly string[]
}

/**
 * Bundles programs, with every package that they import, into one folder that needs nothing beside it but Node.
 * @returns its code, in bytes; rejects when it has what it must do without
 */
export async function bundle({ entries, outdir, without = [], unused = [] }: BundleOptions): Promise<number> {
  rmSync(outdir, { recursive: true, force: true })
  const asked = new Set(entries.map((entry) => resolve(root, entry)))
  let programs = asked
  for (;;) {
    // The code itself says which programs it starts, so that they are known behind it.
    const started = new Set<string>()
    const metafile = await buildInto(outdir, programs, started, unused)
    const all = new Set([...programs, ...started])
    if (all.size === programs.size) {
      refuseUnwanted(metafile, outdir, without)
      return Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0)
    }
    rmSync(outdir, { recursive: true, force: true })
    programs = all
  }
}

async function buildInto(
  outdir: string,
  programs: ReadonlySet<string>,
  started: Set<string>,
  unused: readonly string[],
): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...programs],
    outdir,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    banner: { js: REQUIRE },
    logLevel: 'warning',
    metafile: true,
    plugins: [assets({ root, outdir, started }), leaveOut(unused)],
  })
  return metafile
}

function refuseUnwanted({ inputs }: Metafile, outdir: string, without: readonly string[]): void {
  for (const name of without) {
    const found = Object.keys(inputs).find((path) => path.includes(`node_modules/${name}/`))
    if (found) throw new Error(`${outdir} must do without ${name}, but has ${found}.`)
  }
}
