interface ChoiceOfOneProps<T extends string | number> {
  readonly label: string
  readonly value: T
  readonly onChoose: (value: T) => void
  /** What there is to choose from. */
  readonly children: readonly { readonly value: T; readonly name: string }[]
}

/** One of a few, in a list that opens. */
export function ChoiceOfOne<T extends string | number>({ label, value, onChoose, children }: ChoiceOfOneProps<T>) {
  return (
    <label class="choice">
      {label}
      <select
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = children[currentTarget.selectedIndex]
          if (chosen) onChoose(chosen.value)
        }}
      >
        {children.map(({ value: each, name }) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
