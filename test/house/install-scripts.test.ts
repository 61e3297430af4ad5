import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { readRows, type TableUse, useInPowershell, useInShell } from './install-table.ts'
import { createPowershellReader, type PowershellScript } from './powershell.ts'
import { root } from './sources.ts'

const folder = 'containers/install'
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const compose = ['', '.servers', '.callbacks'].map((name) => read(`docker-compose${name}.yml`)).join('')
const parts = readdirSync(join(root, folder))
  .filter((name) => name.endsWith('.sh'))
  .map((name) => name.slice(0, -'.sh'.length))
const scriptsOf = (kind: 'sh' | 'ps1') => [`install.${kind}`, ...parts.map((part) => `${folder}/${part}.${kind}`)]

/** What one of the two scripts needs and the other has from its shell: PowerShell binds parameters by itself. */
const IN_SHELL_ALONE = ['flag-without-value', 'unknown-flag', 'tool-missing']

describe('install.sh and install.ps1', () => {
  it('have the same parts, in the same order', () => {
    const inShell = /for part in ([^;]+);/.exec(read('install.sh'))?.[1]?.split(' ')
    const inPowershell = /\$part in ([^)]+)\)/.exec(read('install.ps1'))?.[1]?.split(', ')
    assert.deepEqual(
      inShell,
      inPowershell?.map((name) => name.replaceAll("'", '')),
    )
    assert.deepEqual([...(inShell ?? [])].sort(), [...parts].sort())
  })

  it('say the same sentences, look at the same flags and values, part by part', () => {
    for (const part of ['', ...parts]) {
      const path = part ? `${folder}/${part}` : 'install'
      const shell = useInShell(read(`${path}.sh`))
      const texts = shell.texts.filter((key) => !IN_SHELL_ALONE.includes(key))
      assert.deepEqual({ ...shell, texts }, useInPowershell(read(`${path}.ps1`)), path)
    }
  })

  it('say everything that the table has, and nothing that it has not', () => {
    const uses = scriptsOf('sh').map((path) => useInShell(read(path)))
    const used = (what: keyof TableUse) => [...new Set(uses.flatMap((use) => use[what]))].sort()
    const listed = (kind: string) => [...new Set(readRows(kind, 2).map(([key]) => key))].sort()
    assert.deepEqual(used('texts'), listed('say'))
    assert.deepEqual(used('sets'), listed('set'))
    assert.deepEqual(used('switches'), listed('switch'))
  })

  it('take the flags of the table', () => {
    const flags = [...readRows('switch', 2), ...readRows('question', 7)].map(([flag = '']) => flag)
    const parameters = [...read('install.ps1').matchAll(/^ {4}\[(?:switch|string)\]\$(\w+)/gm)].map(([, name]) => name)
    const asParameter = (flag: string) => flag.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())
    assert.deepEqual(parameters, flags.map(asParameter))
  })

  it('write only variables that docker-compose.yml reads, and know every profile of it', () => {
    for (const [flag, variable] of readRows('question', 7))
      if (!['credentials', 'roles', 'callbacks'].includes(flag ?? ''))
        assert.match(compose, new RegExp(`\\$\\{${variable}:`), flag)
    const profiles = new Set([...compose.matchAll(/profiles: \[([a-z-]+)\]/g)].map(([, name]) => name))
    const roles = readRows('role', 3).map(([name]) => name)
    assert.deepEqual([...profiles].sort(), [...roles].sort())
  })

  it('know the secrets of docker-compose.yml', () => {
    const files = [...compose.matchAll(/SECRETS_DIR:-\.\/secrets\}\/([a-z-]+)/g)].map(([, name]) => name)
    assert.deepEqual(
      files,
      readRows('secret', 7).map(([name]) => name),
    )
    const byHand = [...read('scripts/write-secrets.mjs').matchAll(/^ {2}'([a-z-]+)': \(\) => env\.(\w+)/gm)]
    assert.deepEqual(
      byHand.map(([, name, variable]) => [name, variable]),
      readRows('secret', 7).map(([name, variable]) => [name, variable]),
    )
  })

  it('offer defaults that their own rules allow', () => {
    const rules = new Map(readRows('rule', 3).map(([name = '', , pattern = '']) => [name, new RegExp(pattern)]))
    for (const [flag, , , , rule = '', value = ''] of readRows('question', 7)) {
      assert.ok(rules.has(rule), `${flag}: ${rule}`)
      if (value !== '-') assert.match(value, rules.get(rule) as RegExp, flag)
    }
  })
})

describe('install.sh', () => {
  it('is free of mistakes that bash finds', () => {
    for (const path of scriptsOf('sh')) execFileSync('bash', ['-n', join(root, path)])
  })

  it('has nothing that bash 3.2 lacks', () => {
    const newer = /\b(mapfile|readarray|coproc)\b|(declare|local) -[An]|\$\{\w+(\^|,,?\}|@)|&>>|\|&|EPOCH|;;&|;&/
    for (const path of scriptsOf('sh')) assert.doesNotMatch(read(path), newer, path)
  })
})

describe('install.ps1', () => {
  const scripts = new Map<string, PowershellScript>()

  before(async () => {
    const readScript = await createPowershellReader()
    for (const path of scriptsOf('ps1')) scripts.set(path, readScript(read(path)))
  })

  it('is PowerShell as Windows has it (5.1), in ASCII', () => {
    for (const [path, { faults }] of scripts) {
      assert.deepEqual(faults, [], path)
      assert.match(read(path), /^[\t\n -~]*$/, path)
      assert.doesNotMatch(read(path), /-Parallel|-AsHashtable|-NoProxy|-SkipHttp|\$Is(Windows|Linux|MacOS)\b/i, path)
    }
  })

  it('calls nothing that is not there', () => {
    const own = [...scripts.values()].flatMap(({ functions }) => functions)
    const cmdlets =
      /^(Get-Command|Get-ChildItem|Group-Object|Invoke-WebRequest|Join-Path|New-Item|New-Object|Out-Null|(Push|Pop)-Location|Read-Host|Remove-Item|Set-Item|Set-StrictMode|Sort-Object|Split-Path|Start-Sleep|Test-Path|Where-Object|Write-Host)$/
    const programs = /^(docker|icacls\.exe|chmod)$/
    for (const [path, { commands }] of scripts) {
      const unknown = commands.filter((name) => !own.includes(name) && !cmdlets.test(name) && !programs.test(name))
      assert.deepEqual(unknown, [], path)
    }
  })

  it('reads no variable that has no value', () => {
    const known = [
      'true',
      'false',
      'null',
      '_',
      'PSScriptRoot',
      'PSBoundParameters',
      'LASTEXITCODE',
      'ErrorActionPreference',
    ]
    const shared = ['Root', 'Flags', 'Table', 'UsedPorts', 'FormerEnvironment']
    for (const [path, script] of scripts) assert.deepEqual(script.unassigned([...known, ...shared]), [], path)
  })
})
