import type { Setting } from '../settings/settings.ts'

type Rooms = readonly { readonly definition: Readonly<Record<string, Setting>> }[]

/** The text of `npm start -- --help`. */
export function toHelp(rooms: Rooms): string {
  return `Usage: npm start

Resizes pictures asynchronously, all in one process: page, API, gateway, topic, connector, worker and store.
Everything is kept in one folder and survives the end of the process at any moment.

Settings (environment variables):

${toLines(rooms, (name, standard, about) => `  ${name}${standard}\n      ${about}`).join('\n')}
`
}

/** The text of .env.example: every setting with its default, commented out. */
export function toEnvExample(rooms: Rooms): string {
  const head = '# Every setting and its default. Set what shall differ, in the environment of the process.\n\n'
  return `${head}${toLines(rooms, (name, standard, about) => `# ${about}\n#${name}${standard || '='}\n`).join('\n')}`
}

function toLines(rooms: Rooms, toLine: (name: string, standard: string, about: string) => string): string[] {
  const settings = rooms.flatMap(({ definition }) => Object.values(definition))
  // Two rooms can read one variable: it is shown once.
  const byName = new Map(settings.toReversed().map((setting) => [setting.env, setting]))
  return [...byName.values()].toReversed().map(({ env, schema, about }) => {
    const standard = (schema as { default?: unknown }).default
    return toLine(env, standard === undefined ? '' : `=${standard}`, about)
  })
}
