/** A piece of HTML that needs no escaping any more. */
export interface Html {
  readonly html: string
}

/** What can stand in a piece of HTML: texts are escaped, pieces are taken as they are, one after the other. */
type Content = string | number | Html | readonly Content[]

/** HTML as a template: html`<p>${text}</p>`. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return { html: String.raw({ raw: parts }, ...contents.map(toText)) }
}

function toText(content: Content): string {
  if (typeof content === 'number') return String(content)
  if (typeof content === 'string') return content.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return isList(content) ? content.map(toText).join('') : content.html
}

const isList = (content: Content): content is readonly Content[] => Array.isArray(content)
