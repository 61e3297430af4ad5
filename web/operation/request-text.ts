import type { ResizeOptions } from '../api/operation.ts'

/** Ways to ask for the same thing without the page. */
export const TOOLS = ['curl', 'fetch', 'faas-cli'] as const
export type Tool = (typeof TOOLS)[number]

/** What a request is about. */
export interface Requested {
  /** Where the service is, without a slash at the end. */
  readonly origin: string
  /** The picture, where whoever asks has it. */
  readonly name: string
  readonly options: ResizeOptions
}

/** The service's defaults: a request without them asks for the same. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  fit: 'fill',
  position: 'center',
  upright: true,
  format: 'png',
}

/** A request as the text that makes it, to be pasted. */
export function requestText(tool: Tool, { origin, name, options }: Requested): string {
  const asked = Object.fromEntries(Object.entries(options).filter(([option, value]) => DEFAULTS[option] !== value))
  const query = new URLSearchParams(
    Object.entries(asked).map(([option, value]): [string, string] => [option, String(value)]),
  )
  const address = `${origin}/api/?${query}`
  switch (tool) {
    case 'curl':
      return [
        `curl -i ${quoted(address)} \\`,
        `  -H 'content-type: image/unknown' --data-binary ${quoted(`@${name}`)}`,
      ].join('\n')
    case 'fetch':
      return [
        `const response = await fetch(${JSON.stringify(address)}, {`,
        "  method: 'POST',",
        "  headers: { 'content-type': 'image/unknown' },",
        `  body: picture, // the bytes of ${JSON.stringify(name)}`,
        '})',
        'const { identifier } = await response.json()',
      ].join('\n')
    case 'faas-cli': {
      const members = JSON.stringify(asked).slice(1, -1)
      return [
        `(printf '{"image":"'; base64 < ${quoted(name)} | tr -d '\\n'; printf '%s' ${quoted(`",${members}}`)}) \\`,
        `  | faas-cli invoke resize-submit --gateway ${quoted(origin)} --content-type application/json`,
      ].join('\n')
    }
  }
}

/** A word for a POSIX shell, whatever is in it. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
