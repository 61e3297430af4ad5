import { useState } from 'preact/hooks'
import type { Position, ResizeOptions } from '../api/operation.ts'
import type { Sides } from '../size/sides.ts'

interface BeforeAndAfterProps {
  /** Addresses of the two pictures. */
  readonly before: string
  readonly after: string
  readonly alt: string
  /** Of the result. */
  readonly sides: Sides
  readonly options: ResizeOptions
}

/** The source and the result on each other, with a slider between them: left of it is before, right of it after. */
export function BeforeAndAfter({ before, after, alt, sides, options }: BeforeAndAfterProps) {
  const [share, setShare] = useState(50)
  const { fit, position = 'center' } = options
  // The source lies in the result as the fit has laid it.
  const objectFit = fit === 'cover' || fit === 'contain' ? fit : 'fill'
  return (
    <div class="compare" style={{ '--width': sides.width, '--height': sides.height, '--share': `${share}%` }}>
      <img src={after} alt={alt} />
      <img class="before" src={before} alt="" style={{ objectFit, objectPosition: toObjectPosition(position) }} />
      <span class="compare-line" aria-hidden="true" />
      <span class="compare-label is-before" aria-hidden="true">
        before
      </span>
      <span class="compare-label is-after" aria-hidden="true">
        after
      </span>
      <input
        type="range"
        min={0}
        max={100}
        value={share}
        aria-label="How much of the source is shown, from the left"
        aria-valuetext={`${share} % before, ${100 - share} % after`}
        onInput={({ currentTarget }) => setShare(Number(currentTarget.value))}
      />
    </div>
  )
}

const toObjectPosition = (position: Position) => position.replace('-', ' ')
