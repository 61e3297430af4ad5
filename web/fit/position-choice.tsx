import type { Fit, Position } from '../api/operation.ts'

/** In the order in which they lie. */
const POSITIONS: readonly Position[] = [
  'top-left',
  'top',
  'top-right',
  'left',
  'center',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
]

interface PositionChoiceProps {
  readonly fit: Fit
  readonly position: Position
  readonly onChoose: (position: Position) => void
}

/** Which part stays when the picture is cut, or where it lies when there is room. */
export function PositionChoice({ fit, position, onChoose }: PositionChoiceProps) {
  return (
    <fieldset class="position">
      <legend class="field-label">{fit === 'cover' ? 'What stays' : 'Where it lies'}</legend>
      <div class="position-grid">
        {POSITIONS.map((option) => (
          <label key={option} class="spot" title={option}>
            <input
              type="radio"
              name="position"
              value={option}
              checked={option === position}
              onChange={() => onChoose(option)}
            />
            <span class="visually-hidden">{option}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
