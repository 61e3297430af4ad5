import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './sources.ts'

/** The rows of one kind in containers/install/table.txt, each as its columns. */
export function readRows(kind: string, columns: number): string[][] {
  return readFileSync(join(root, 'containers/install/table.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${kind}|`))
    .map((line) => {
      const parts = line.split('|').slice(1)
      return [...parts.slice(0, columns - 1), parts.slice(columns - 1).join('|')]
    })
}

/** What a script's part asks of the table: every text with how many values it is given, every value, every switch. */
export interface TableUse {
  readonly texts: string[]
  readonly sets: string[]
  readonly switches: string[]
}

/** Of a part of install.sh. */
export function useInShell(script: string): TableUse {
  return {
    texts: matches(script, /\b(?:say|step|text|die) ([a-z-]+)(?=[\s;)])/g),
    sets: matches(script, /\bset_value ([a-z-]+)/g),
    switches: matches(script, /\bis_on ([a-z-]+)/g),
  }
}

/** Of a part of install.ps1. */
export function useInPowershell(script: string): TableUse {
  return {
    texts: matches(script, /\b(?:Write-Text|Write-Step|Get-Text|Stop-WithText) '([a-z-]+)'/g),
    sets: matches(script, /\bGet-SetValue '([a-z-]+)'/g),
    switches: matches(script, /\bTest-Switch '([a-z-]+)'/g),
  }
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, key = '']) => key))].sort()
}
