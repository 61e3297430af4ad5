import type { Fit } from '../api/operation.ts'
import type { Wanted } from '../form/wanted.ts'
import type { ChosenPicture } from '../source/chosen-picture.ts'
import { FitGlyph } from './fit-glyph.tsx'
import { FitPreview } from './fit-preview.tsx'
import { previewOf } from './preview.ts'

const MEANING: Record<Fit, string> = {
  fill: 'Exactly this size. The picture is stretched if its shape differs.',
  contain: 'Exactly this size, the whole picture in it, the rest background.',
  cover: 'Exactly this size, filled by the picture. What stands over is cut off.',
  inside: 'As large as fits into this size, in the shape of the picture.',
  outside: 'As small as covers this size, in the shape of the picture.',
}
const FITS = Object.keys(MEANING) as Fit[]

interface FitChoiceProps {
  readonly wanted: Wanted
  readonly picture: ChosenPicture | undefined
  readonly onChoose: (fit: Fit) => void
}

/** How the picture is fitted into the sides asked for. Each fit shows what it would do with this picture. */
export function FitChoice({ wanted, picture, onChoose }: FitChoiceProps) {
  const { fit } = wanted
  const planOf = (option: Fit) => previewOf({ ...wanted, fit: option }, picture?.sides)
  const chosen = planOf(fit)?.result
  return (
    <fieldset class="fits" aria-describedby="fit-meaning">
      <legend class="field-label">Fit</legend>
      {FITS.map((option) => {
        const preview = planOf(option)
        return (
          <label key={option} class="fit">
            <input type="radio" name="fit" value={option} checked={option === fit} onChange={() => onChoose(option)} />
            {preview && picture?.thumbnailUrl ? (
              <FitPreview preview={preview} url={picture.thumbnailUrl} background={wanted.background} />
            ) : (
              <FitGlyph fit={option} />
            )}
            <span>{option}</span>
          </label>
        )
      })}
      <p id="fit-meaning" class="hint">
        {MEANING[fit]}
        {chosen && (
          <>
            {' '}
            <b class="result-sides">
              {chosen.width} × {chosen.height} px
            </b>
          </>
        )}
      </p>
    </fieldset>
  )
}
