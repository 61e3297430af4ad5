import { useState } from 'preact/hooks'
import type { ResizeOptions } from '../api/operation.ts'
import { CopyButton } from '../frame/copy-button.tsx'
import { requestText, TOOLS, type Tool } from './request-text.ts'

/** The same request as a text for other tools. */
export function CopyAs({ options, name }: { options: ResizeOptions; name: string }) {
  const [tool, setTool] = useState<Tool>('curl')
  const text = requestText(tool, { origin: location.origin, name, options })
  return (
    <details class="copy-as">
      <summary>Ask for the same with curl, fetch or faas-cli</summary>
      <div class="copy-head">
        <fieldset class="segments">
          <legend class="visually-hidden">Tool</legend>
          {TOOLS.map((option) => (
            <label key={option} class="segment">
              <input
                type="radio"
                name="tool"
                value={option}
                checked={option === tool}
                onChange={() => setTool(option)}
              />
              <span>{option}</span>
            </label>
          ))}
        </fieldset>
        <CopyButton text={text} what="the request" />
      </div>
      {/* Scrolled with the keyboard too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </details>
  )
}
