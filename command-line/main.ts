/** The command-line tool: `picture-resize <picture> --width 320 -o small.png`, and what else the help shows. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { CommandContext } from './command.ts'
import { commands } from './commands.ts'
import { CommandError, EXIT } from './exit-code.ts'
import { connect } from './gateway.ts'
import { createTerminal } from './terminal.ts'

const COMMON = {
  gateway: { type: 'string', short: 'g' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const HELP = `Usage: picture-resize [command] …

${commands.map(({ usage }) => `  picture-resize ${usage}`).join('\n\n')}

  --gateway URL  where the service is; PICTURE_RESIZE_GATEWAY says it too (http://127.0.0.1:8080)
  --json         tell results as JSON; so it is whenever the output is no terminal

Exit codes: 0 done · 1 an operation failed · 2 wrong command · 3 refused · 4 not available now · 5 nothing found
`

/** Runs the command that the arguments name. @returns the exit code */
async function run(args: readonly string[]): Promise<number> {
  const asJson = args.includes('--json') || !process.stdout.isTTY
  const terminal = createTerminal({ asJson })
  try {
    const named = commands.find(({ name }) => name === args[0])
    const command = named ?? commands[0]
    const { values: options, positionals: words } = parse(named ? args.slice(1) : args, command.options)
    if (options['help'] === true || args.length === 0) {
      process.stdout.write(HELP)
      return args.length === 0 ? EXIT.usage : EXIT.done
    }
    const url = options['gateway'] ?? process.env['PICTURE_RESIZE_GATEWAY'] ?? 'http://127.0.0.1:8080'
    return await command.run({ gateway: connect(String(url)), words, options, ...terminal })
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    terminal.complain(error)
    return error.exitCode
  } finally {
    terminal.finish()
  }
}

/** What stands in the arguments. @throws CommandError for what a command does not know */
function parse(args: readonly string[], known: ParseArgsOptionsConfig) {
  try {
    const options = { ...known, ...COMMON }
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    return { values: values as CommandContext['options'], positionals }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(EXIT.usage, `${reason}\npicture-resize --help shows what there is.`)
  }
}

process.exitCode = await run(process.argv.slice(2))
