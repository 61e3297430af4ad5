/**
 * The fuzzer as a program: `--seconds` how long (120), `--seed` which cases (a new one otherwise), `--case` one case
 * alone, `--folder` where pictures that deserve a look are written (a new temporary folder otherwise). With CORPUS_DIR it
 * changes the pictures of that folder too. Ends with 1 when something was found.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'
import type { FuzzCase } from './fuzz-case.ts'
import type { Verdict } from './judge.ts'
import { seedPictures } from './seed-pictures.ts'

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { seconds: text, seed: text, case: text, folder: text } })
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const only = values.case === undefined ? undefined : Number(values.case)
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'picture-fuzz-'))
mkdirSync(folder, { recursive: true })

const print = (line: string) => process.stdout.write(`${line}\n`)

function onFind({ number, name, source, request, engine }: FuzzCase, { words, isFind }: Verdict): void {
  if (isFind) process.exitCode = 1
  const path = join(folder, `${seed}-${number}`)
  writeFileSync(path, source)
  print(`${isFind ? 'FIND' : 'look'} --seed ${seed} --case ${number}: ${engine}: ${words}`)
  print(`     ${path}, from ${name}, ${JSON.stringify(request)}`)
}

const pictures = await seedPictures()
print(`--seed ${seed}, ${pictures.length} pictures to change, finds are written to ${folder}`)
const counts = await fuzz({
  pictures,
  seed,
  from: only ?? 0,
  to: only === undefined ? Number.POSITIVE_INFINITY : only + 1,
  seconds: Number(values.seconds ?? 120),
  onFind,
})
for (const [end, count] of [...counts].sort()) print(`${String(count).padStart(7)} ${end}`)
