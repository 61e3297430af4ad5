import type { Format } from '../api/operation.ts'

const MEANING: Record<Format, string> = {
  png: 'Every pixel kept, transparency too.',
  jpeg: 'Small, for photographs. No transparency.',
  webp: 'Smaller than JPEG, transparency too.',
  gif: 'At most 256 colours.',
  bmp: 'Not compressed. No transparency.',
  same: "The picture's own format, PNG where results cannot have it.",
}
const FORMATS = Object.keys(MEANING) as Format[]

/** The format of the result. */
export function FormatChoice({ format, onChoose }: { format: Format; onChoose: (format: Format) => void }) {
  return (
    <fieldset class="formats" aria-describedby="format-meaning">
      <legend class="field-label">Format</legend>
      <div class="segments">
        {FORMATS.map((option) => (
          <label key={option} class="segment">
            <input
              type="radio"
              name="format"
              value={option}
              checked={option === format}
              onChange={() => onChoose(option)}
            />
            <span>{option === 'webp' ? 'WebP' : option === 'same' ? 'Same' : option.toUpperCase()}</span>
          </label>
        ))}
      </div>
      <p id="format-meaning" class="hint">
        {MEANING[format]}
      </p>
    </fieldset>
  )
}
