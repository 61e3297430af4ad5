import type { ApiDocument } from './api-document.ts'
import { type Html, html } from './html.ts'
import { REFERENCE_STYLE } from './reference-style.ts'

/** A JSON Schema as far as the page shows it. */
interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

type Described = ApiDocument['paths'][string][string]

/** The API's document as a page to be read: no script, one style, nothing from elsewhere. */
export function toReferencePage({ info, paths, components }: ApiDocument): string {
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ path, method: method.toUpperCase(), call })),
  )
  const anchorOf = (method: string, path: string) => `${method}-${path}`.replace(/[^A-Za-z]+/g, '-').toLowerCase()
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title}: the reference</title>
<style>${{ html: REFERENCE_STYLE }}</style>
</head>
<body>
<h1>${info.title}</h1>
<p>${info.description} As a document for programs: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<nav aria-label="Calls"><ul>
${calls.map(({ path, method, call }) => html`<li><a href="#${anchorOf(method, path)}"><span class="method">${method}</span> <code>${path}</code></a> ${call.summary}</li>\n`)}
</ul></nav>
<main>
${calls.map(
  ({ path, method, call }) => html`<section id="${anchorOf(method, path)}">
<h2><span class="method">${method}</span> <code>${path}</code></h2>
<p>${call.summary}. ${call.description ?? ''}</p>
${toParameters(call)}${toBody(call)}${toResponses(call)}</section>\n`,
)}
<section id="schemas">
${Object.entries(components.schemas).map(([name, schema]) => html`<h2 id="${name}"><code>${name}</code></h2>${toFields(schema as Schema)}`)}
</section>
</main>
</body>
</html>
`
  return page.html
}

const noHtml: Html = { html: '' }

function toParameters({ parameters = [] }: Described): Html {
  if (parameters.length === 0) return noHtml
  const rows = parameters.map(({ name, in: where, description, schema }) =>
    toRow(name, html`${where}: ${toType(schema as Schema)}`, (schema as Schema).description ?? description),
  )
  return html`<h3>Parameters</h3><table>${rows}</table>`
}

function toBody({ requestBody }: Described): Html {
  if (!requestBody) return noHtml
  const kinds = Object.entries(requestBody.content).map(
    ([type, { schema }]) => html`<h3>Body: <code>${type}</code></h3>${toFields(schema as Schema)}`,
  )
  return html`${kinds}`
}

function toResponses({ responses }: Described): Html {
  const rows = Object.entries(responses).map(([status, response]) => {
    const { description, content = {} } = response as {
      description: string
      content?: Record<string, { schema: Schema }>
    }
    const kinds = Object.entries(content).map(([type, { schema }]) => html`<code>${type}</code> ${toType(schema)} `)
    return toRow(status, html`${kinds}`, description)
  })
  return html`<h3>Answers</h3><table>${rows}</table>`
}

function toFields({ properties = {}, required = [], description = '' }: Schema): Html {
  const rows = Object.entries(properties).map(([name, schema]) =>
    toRow(required.includes(name) ? `${name} *` : name, toType(schema), schema.description ?? ''),
  )
  return html`<p>${description}</p><table>${rows}</table>`
}

function toRow(name: string, type: Html, text: string): Html {
  return html`<tr><td><code>${name}</code></td><td>${type}</td><td>${text}</td></tr>\n`
}

/** A schema in a few words. */
function toType(schema: Schema): Html {
  if (schema.$ref) {
    const name = schema.$ref.replace(/^.*\//, '')
    return html`<a href="#${name}">${name}</a>`
  }
  const { anyOf, items, type = '', minimum, maximum, default: standard } = schema
  if (anyOf) return html`${anyOf.map((one, index) => html`${index > 0 ? ' or ' : ''}${toType(one)}`)}`
  if (items) return html`list of ${toType(items)}`
  const values = schema.enum ?? (schema.const === undefined ? [] : [schema.const])
  const range = minimum === undefined && maximum === undefined ? '' : ` ${minimum ?? ''} to ${maximum ?? ''}`
  const byDefault = standard === undefined ? '' : `, ${JSON.stringify(standard)} by default`
  return html`${values.length > 0 ? values.join(' · ') : type}${range}${byDefault}`
}
