import type { CatalogueEntry } from '../src/errors/catalogue.ts'

/** The text of docs/errors.md. */
export function toErrorsPage(catalogue: Readonly<Record<string, CatalogueEntry>>): string {
  const rows = Object.entries(catalogue).map(
    ([code, { status, retryable, sentence }]) =>
      `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${sentence} |`,
  )
  return `# Errors

Every refusal is \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`, \`code\`, \`retryable\` and, where there
is more to say of the one case, \`detail\`. Programs should look at \`code\`, which is stable. A failed operation carries its
code in \`error.code\`. This page is generated from \`src/errors/catalogue.ts\` (\`npm run docs\`).

| code | status | may succeed later | meaning |
|---|---|---|---|
${rows.join('\n')}
`
}
