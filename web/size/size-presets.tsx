import { type Sides, sidesWithin, type TypedSides } from './sides.ts'

const LONGEST = [96, 240, 480, 960, 1600]

interface SizePresetsProps {
  readonly sides: TypedSides
  /** The shape to keep; undefined gives squares. */
  readonly shape: Sides | undefined
  readonly maxSide: number
  readonly onChoose: (sides: TypedSides) => void
}

/** Common lengths of the longer side. */
export function SizePresets({ sides, shape, maxSide, onChoose }: SizePresetsProps) {
  return (
    <fieldset class="presets">
      <legend class="field-label">{shape ? 'Longer side' : 'Square'}</legend>
      {LONGEST.filter((longest) => longest <= maxSide).map((longest) => {
        const preset = sidesWithin(longest, shape)
        const isChosen = preset.width === sides.width && preset.height === sides.height
        return (
          <button type="button" key={longest} aria-pressed={isChosen} onClick={() => onChoose(preset)}>
            {longest}
          </button>
        )
      })}
    </fieldset>
  )
}
