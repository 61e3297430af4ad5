import type { ComponentChildren } from 'preact'
import type { MadeBy } from '../api/lookup.ts'
import { hashOf } from '../frame/route.ts'
import type { Remembered } from '../history/history.ts'
import { bytesText, sidesText } from '../text/amounts.ts'

interface MadeByCardProps {
  readonly operation: MadeBy
  /** What this browser remembers of it; undefined when somebody else sent it. */
  readonly own: Remembered | undefined
}

/** One operation that made the picture: when, from what, into what. */
export function MadeByCard({ operation, own }: MadeByCardProps) {
  const { options, source, result, attempts, engine, requestedAt } = operation
  return (
    <li class="made-by-card">
      {own ? (
        <a href={hashOf({ view: '', id: own.id })}>{own.name}, from this browser</a>
      ) : (
        <strong>An operation that this browser did not send</strong>
      )}
      <dl>
        <Line name="When">{new Date(requestedAt).toLocaleString('en-GB')}</Line>
        {source && (
          <Line name="From">
            {sidesText(source)} {source.format.toUpperCase()}, {bytesText(source.bytes)}
          </Line>
        )}
        {result && (
          <Line name="To">
            {sidesText(result)} {result.format.toUpperCase()}, {bytesText(result.bytes)}
          </Line>
        )}
        <Line name="Fit">{options.fit}</Line>
        <Line name="Attempts">{attempts}</Line>
        {engine && <Line name="Engine">{engine.split('/')[0]}</Line>}
        {source && (
          <Line name="Source">
            <code class="digest">{source.digest}</code>
          </Line>
        )}
      </dl>
    </li>
  )
}

function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt class="field-label">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
