import type { Fit } from '../api/operation.ts'
import { FitGlyph } from './fit-glyph.tsx'

const MEANING: Record<Fit, string> = {
  fill: 'Exactly this size. The picture is stretched if its shape differs.',
  contain: 'Exactly this size, the whole picture in the middle, the rest transparent.',
  cover: 'Exactly this size, filled by the picture. What stands over is cut off.',
  inside: 'As large as fits into this size, in the shape of the picture.',
  outside: 'As small as covers this size, in the shape of the picture.',
}
const FITS = Object.keys(MEANING) as Fit[]

/** How the picture is fitted into the sides asked for. */
export function FitChoice({ fit, onChoose }: { fit: Fit; onChoose: (fit: Fit) => void }) {
  return (
    <fieldset class="fits" aria-describedby="fit-meaning">
      <legend class="field-label">Fit</legend>
      {FITS.map((option) => (
        <label key={option} class="fit">
          <input type="radio" name="fit" value={option} checked={option === fit} onChange={() => onChoose(option)} />
          <FitGlyph fit={option} />
          <span>{option}</span>
        </label>
      ))}
      <p id="fit-meaning" class="hint">
        {MEANING[fit]}
      </p>
    </fieldset>
  )
}
