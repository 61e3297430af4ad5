import { Panel } from '../frame/panel.tsx'
import { FitChoice } from './fit-choice.tsx'
import { RatioLock } from './ratio-lock.tsx'
import { SideField } from './side-field.tsx'
import { MAX_SIDE, type Side, type Sides, typeSide } from './sides.ts'
import { SizePresets } from './size-presets.tsx'
import { optionsOf, type WantedSize } from './wanted-size.ts'

interface SizePanelProps {
  readonly size: WantedSize
  /** The sides of the picture that was chosen, when they are known. */
  readonly source: Sides | undefined
  readonly hasPicture: boolean
  readonly isSending: boolean
  readonly onChange: (size: WantedSize) => void
  readonly onSend: () => void
}

/** Step 2: how large the result shall be. */
export function SizePanel({ size, source, hasPicture, isSending, onChange, onSend }: SizePanelProps) {
  const { sides, isLinked, fit } = size
  const shape = isLinked ? source : undefined
  const isValid = optionsOf(size) !== undefined
  const onType = (side: Side) => (text: string) => onChange({ ...size, sides: typeSide(sides, side, text, shape) })
  const toggleLink = () =>
    onChange({ ...size, isLinked: !isLinked, sides: isLinked ? sides : typeSide(sides, 'width', sides.width, source) })

  return (
    <Panel step={2} title="Size">
      <form
        class="size"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (hasPicture && isValid && !isSending) onSend()
        }}
      >
        <div class="sides">
          <SideField name="width" label="Width" value={sides.width} onType={onType('width')} />
          <RatioLock isLinked={isLinked} onToggle={toggleLink} />
          <SideField name="height" label="Height" value={sides.height} onType={onType('height')} />
        </div>
        {!isValid && (
          <p id="side-rule" class="hint is-wrong">
            A side has 1 to {MAX_SIDE} pixels.
          </p>
        )}
        <SizePresets sides={sides} shape={shape} onChoose={(chosen) => onChange({ ...size, sides: chosen })} />
        <FitChoice fit={fit} onChoose={(chosen) => onChange({ ...size, fit: chosen })} />
        <button type="submit" class="primary" disabled={!hasPicture || !isValid || isSending}>
          {isSending ? 'Sending…' : 'Resize'}
        </button>
      </form>
    </Panel>
  )
}
