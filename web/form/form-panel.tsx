import { BackgroundChoice } from '../fit/background-choice.tsx'
import { FitChoice } from '../fit/fit-choice.tsx'
import { PositionChoice } from '../fit/position-choice.tsx'
import { FormatChoice } from '../format/format-choice.tsx'
import { QualityField } from '../format/quality-field.tsx'
import { Panel } from '../frame/panel.tsx'
import { RatioLock } from '../size/ratio-lock.tsx'
import { SideField } from '../size/side-field.tsx'
import { type Side, type Sides, typeSide } from '../size/sides.ts'
import { SizePresets } from '../size/size-presets.tsx'
import type { ChosenPicture } from '../source/chosen-picture.ts'
import { hasBackground, hasPosition, hasQuality, type Wanted } from './wanted.ts'

interface FormPanelProps {
  readonly wanted: Wanted
  readonly picture: ChosenPicture | undefined
  /** The sides of the picture that is shown, when they are known. */
  readonly sides: Sides | undefined
  /** How many pictures there are. */
  readonly count: number
  readonly maxSide: number
  readonly isValid: boolean
  readonly isSending: boolean
  readonly onChange: (wanted: Wanted) => void
  readonly onSend: () => void
}

/** Step 2: how large the results shall be, and in which form. */
export function FormPanel(props: FormPanelProps) {
  const { wanted, picture, sides, count, isValid, isSending, onChange, onSend } = props
  const change = (changes: Partial<Wanted>) => onChange({ ...wanted, ...changes })
  return (
    <Panel step={2} title="Size and format">
      <form
        class="size"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (count > 0 && isValid && !isSending) onSend()
        }}
      >
        <SizeFields {...props} />
        <FitChoice wanted={wanted} picture={picture} onChoose={(fit) => change({ fit })} />
        <div class="ground-fields">
          {hasPosition(wanted) && (
            <PositionChoice fit={wanted.fit} position={wanted.position} onChoose={(position) => change({ position })} />
          )}
          {hasBackground(wanted) && (
            <BackgroundChoice wanted={wanted} onChoose={(background) => change({ background })} />
          )}
        </div>
        <FormatChoice format={wanted.format} onChoose={(format) => change({ format })} />
        {hasQuality(wanted, picture?.blob.type) && (
          <QualityField quality={wanted.quality} onChange={(quality) => change({ quality })} />
        )}
        {count > 1 && wanted.isLinked && sides && (
          <p class="hint">Pictures of another shape keep it, and get the same longer side.</p>
        )}
        <button type="submit" class="primary" disabled={count === 0 || !isValid || isSending}>
          {isSending ? 'Sending…' : count > 1 ? `Resize ${count} pictures` : 'Resize'}
        </button>
      </form>
    </Panel>
  )
}

/** The two sides, linked or free, and their presets. */
function SizeFields({ wanted, sides: source, maxSide, isValid, onChange }: FormPanelProps) {
  const { sides, isLinked } = wanted
  const shape = isLinked ? source : undefined
  const onType = (side: Side) => (text: string) => onChange({ ...wanted, sides: typeSide(sides, side, text, shape) })
  const toggleLink = () =>
    onChange({
      ...wanted,
      isLinked: !isLinked,
      sides: isLinked ? sides : typeSide(sides, 'width', sides.width, source),
    })
  return (
    <>
      <div class="sides">
        <SideField name="width" label="Width" value={sides.width} maxSide={maxSide} onType={onType('width')} />
        <RatioLock isLinked={isLinked} onToggle={toggleLink} />
        <SideField name="height" label="Height" value={sides.height} maxSide={maxSide} onType={onType('height')} />
      </div>
      {!isValid && (
        <p id="side-rule" class="hint is-wrong">
          {Number.isFinite(maxSide) ? `A side has 1 to ${maxSide} pixels.` : 'A side has at least 1 pixel.'}
        </p>
      )}
      <SizePresets
        sides={sides}
        shape={shape}
        maxSide={maxSide}
        onChoose={(chosen) => onChange({ ...wanted, sides: chosen })}
      />
    </>
  )
}
