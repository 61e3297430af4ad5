import { MAX_SIDE, readSide } from './sides.ts'

interface SideFieldProps {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly onType: (text: string) => void
}

/** One side of the result, in pixels. */
export function SideField({ name, label, value, onType }: SideFieldProps) {
  const isValid = readSide(value) !== undefined
  return (
    <label class="side-field">
      <span class="field-label">{label}</span>
      <span class="side-input">
        <input
          name={name}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          maxLength={4}
          value={value}
          aria-invalid={!isValid}
          aria-describedby={isValid ? undefined : 'side-rule'}
          onInput={({ currentTarget }) => onType(currentTarget.value.trim())}
        />
        <span class="unit" aria-hidden="true">
          px
        </span>
      </span>
      <span class="visually-hidden">in pixels, 1 to {MAX_SIDE}</span>
    </label>
  )
}
