import { readSide } from './sides.ts'

interface SideFieldProps {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly maxSide: number
  readonly onType: (text: string) => void
}

/** One side of the result, in pixels. */
export function SideField({ name, label, value, maxSide, onType }: SideFieldProps) {
  const isValid = readSide(value, maxSide) !== undefined
  return (
    <label class="side-field">
      <span class="field-label">{label}</span>
      <span class="side-input">
        <input
          name={name}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          maxLength={5}
          value={value}
          aria-invalid={!isValid}
          aria-describedby={isValid ? undefined : 'side-rule'}
          onInput={({ currentTarget }) => onType(currentTarget.value.trim())}
        />
        <span class="unit" aria-hidden="true">
          px
        </span>
      </span>
      <span class="visually-hidden">in pixels{Number.isFinite(maxSide) && `, 1 to ${maxSide}`}</span>
    </label>
  )
}
