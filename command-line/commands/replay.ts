import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Command } from '../command.ts'
import { EXIT } from '../exit-code.ts'

const NAMES = ['from', 'to', 'into'] as const

/** Rebuilds operations in an empty store. It is a program of its own: it opens stores, where the others only call. */
export const replay: Command = {
  name: 'replay',
  usage: `replay --from TIME --to TIME --into URL
      Rebuilds the operations of a span in an empty store, and proves that every picture is equal (docs/operations.md).`,
  options: { from: { type: 'string' }, to: { type: 'string' }, into: { type: 'string' } },

  async run({ options }) {
    const program = fileURLToPath(new URL('../../src/replay/main.ts', import.meta.url))
    const args = NAMES.flatMap((name) => (options[name] === undefined ? [] : [`--${name}`, String(options[name])]))
    const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit' })
    const [code] = await once(child, 'exit')
    return typeof code === 'number' ? code : EXIT.unavailable
  },
}
