import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { providerSettings } from '../../faas-provider/settings.ts'
import { toAsyncApiPage } from '../../scripts/async-api.ts'
import { toErrorsPage } from '../../scripts/errors-page.ts'
import { catalogue } from '../../src/errors/catalogue.ts'
import { toEnvExample } from '../../src/local/help.ts'
import { everyRoom } from '../../src/local/rooms.ts'
import { topicSettings } from '../../src/topic/settings.ts'
import { readSources, root } from './sources.ts'

function run(program: string, ...args: string[]): void {
  const entry = join(root, 'node_modules', program)
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], { cwd: root, encoding: 'utf8' })
  assert.equal(status, 0, `${stdout}${stderr}`)
}

describe('the house', () => {
  const sources = readSources()

  it('has sound types', () => {
    run('typescript/bin/tsc', '--noEmit')
    run('typescript/bin/tsc', '--noEmit', '-p', 'web')
  })

  it('keeps its style, its borders between rooms, and has no import cycle', () => {
    run('@biomejs/biome/bin/biome', 'ci', '--colors=off', '--error-on-warnings', '.')
  })

  it('has no file over 250 lines', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 251).map(({ path }) => path)
    assert.deepEqual(long, [])
  })

  it('has no forbidden name', () => {
    const forbidden = /(^|[-/])(manager|utils?|helpers?|common|misc|image|photo|.+-service)\.tsx?$/
    assert.deepEqual(
      sources.map(({ path }) => path).filter((path) => forbidden.test(path)),
      [],
    )
  })

  it('reads the environment in composition roots only', () => {
    const roots = /(^|\/)main\.ts$|^functions\/[^/]+\/handler\.ts$|^scripts\/|^test\/|^bench\/|\.test\.ts$/
    const readers = sources.filter(({ path, text }) => /process\.env\b/.test(text) && !roots.test(path))
    assert.deepEqual(
      readers.map(({ path }) => path),
      [],
    )
  })

  it('describes every error code in docs/errors.md', () => {
    assert.equal(readFileSync(join(root, 'docs/errors.md'), 'utf8'), toErrorsPage(catalogue))
  })

  it('describes the topics in docs/asyncapi.yaml', () => {
    assert.equal(readFileSync(join(root, 'docs/asyncapi.yaml'), 'utf8'), toAsyncApiPage(topicSettings.read({}).name))
  })

  it('throws every error code somewhere', () => {
    const product = sources.filter(({ path }) => !/\.test\.|^test\/|catalogue\.ts$/.test(path))
    const unused = Object.keys(catalogue).filter((code) => !product.some(({ text }) => text.includes(`'${code}'`)))
    assert.deepEqual(unused, [])
  })

  it('lists every setting in .env.example', () => {
    assert.equal(readFileSync(join(root, '.env.example'), 'utf8'), toEnvExample([...everyRoom, providerSettings]))
  })
})
