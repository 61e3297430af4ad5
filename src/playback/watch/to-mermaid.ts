import { LANES, type Step } from './step.ts'

/** The steps as a sequence diagram of Mermaid (https://mermaid.js.org/syntax/sequenceDiagram.html). A gap is a dotted arrow. */
export function toMermaid(steps: readonly Step[]): string {
  const lines = steps.flatMap(({ title, detail, sinceMs, moves, marks }) => [
    ...moves.map(
      ({ from, to, what, bytes, gap }) =>
        `${from}${gap ? '-->>' : '->>'}${to}: ${clean(what)}${bytes === undefined ? '' : ` (${bytes} bytes)`}`,
    ),
    `note over ${marks.join(',') || moves.at(-1)?.to}: ${clean(`${title}, ${detail}, +${sinceMs} ms`)}`,
  ])
  return ['sequenceDiagram', ...LANES.map((lane) => `participant ${lane}`), ...lines].join('\n  ').concat('\n')
}

/** Without what ends a text there. */
const clean = (text: string) => text.replace(/[;#\r\n]/g, ' ')
