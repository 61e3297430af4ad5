/** How much of the picture is given up for fewer bytes: 1 to 100. */
export function QualityField({ quality, onChange }: { quality: number; onChange: (quality: number) => void }) {
  return (
    <label class="quality">
      <span class="field-label">
        Quality <b>{quality}</b>
      </span>
      <input
        type="range"
        name="quality"
        min={1}
        max={100}
        value={quality}
        onInput={({ currentTarget }) => onChange(Number(currentTarget.value))}
      />
    </label>
  )
}
