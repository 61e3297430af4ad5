import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of the project. */
export const root = join(import.meta.dirname, '../..')

/** A file of ours. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** Every source file of the project, tests and scripts included. */
export function readSources(): Source[] {
  const paths = globSync('**/*.{ts,tsx,mjs}', { cwd: root, exclude: (name) => EXCLUDED.has(name) })
  return paths.sort().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Packages, and what is built. */
const EXCLUDED = new Set(['node_modules', '.runtime', 'dist', 'build', 'host', '.data'])
