// npm run build:kernel: both builds of the kernel, beside its loader, or in the folder that is named behind `--`.
// The same source gives the same bytes: the compiler is pinned, and nothing of the machine goes in.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import asc from 'assemblyscript/asc'

const folder = join(import.meta.dirname, '../src/picture/kernel')
const target = resolve(process.argv[2] ?? folder)

/** @param {'simd' | 'scalar'} flavour */
async function build(flavour) {
  const { error, stderr } = await asc.main(
    [
      'assembly/index.ts',
      ...['--baseDir', folder],
      ...['--outFile', 'kernel.wasm'],
      ...[flavour === 'simd' ? '--enable' : '--disable', 'simd'],
      // No garbage collection, no allocator, no assertions: the loader lays the memory out.
      ...['--runtime', 'stub', '--noAssert', '-O3', '--converge'],
      // Vectors pass between the kernel's own files only, never to JavaScript.
      ...['--disableWarning', '112'],
    ],
    {
      writeFile: (_, contents) => {
        mkdirSync(target, { recursive: true })
        writeFileSync(join(target, `kernel-${flavour}.wasm`), contents)
      },
    },
  )
  if (error) throw new Error(`The ${flavour} kernel was not built.\n${stderr.toString()}`, { cause: error })
}

await build('simd')
await build('scalar')
