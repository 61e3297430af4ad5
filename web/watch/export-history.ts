import { toCloudEvent } from '../../functions/cloud-event.ts'
import type { Step } from '../../src/playback/watch/step.ts'
import { toMermaid } from '../../src/playback/watch/to-mermaid.ts'
import type { OperationEvent } from '../api/operation.ts'

/** What a history can be saved as. */
export const EXPORTS = ['SVG', 'Mermaid', 'JSON'] as const

/** A drawing away from the page has none of its style: this is drawn into it, light, as on paper. */
const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #1b211f }
.quiet, .lane text { fill: #5c6663 }
.lane text, .move text { text-anchor: middle }
.lane line { stroke: #dfe3df }
.span rect { fill: #bfe0da }
.step circle, .move path { fill: #0b7a6f }
.move line { stroke: #0b7a6f; stroke-width: 1.5 }
.move.has-gap line { stroke-dasharray: 5 5 }
.step-title { font-weight: 600 }
.quiet { font-weight: 400 }
`

/** A history as a file. */
export function exportHistory(
  as: (typeof EXPORTS)[number],
  { events, steps, drawing }: { events: readonly OperationEvent[]; steps: readonly Step[]; drawing: SVGSVGElement },
): File {
  const name = `operation-${events[0]?.operation ?? 'unknown'}`
  switch (as) {
    case 'SVG':
      return new File([svgText(drawing)], `${name}.svg`, { type: 'image/svg+xml' })
    case 'Mermaid':
      return new File([toMermaid(steps)], `${name}.mmd`, { type: 'text/plain' })
    case 'JSON':
      return new File([JSON.stringify(events.map(toCloudEvent), null, 2)], `${name}.json`, { type: 'application/json' })
  }
}

function svgText(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style')
  style.textContent = STYLE
  copy.prepend(style)
  copy.removeAttribute('aria-hidden')
  return new XMLSerializer().serializeToString(copy)
}
