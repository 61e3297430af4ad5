import { SPEEDS } from './pause.ts'
import type { Playing } from './use-playing.ts'

/** Plays, steps and scrubs. @param all how many steps there are */
export function PlayingControls({ playing, all }: { playing: Playing; all: number }) {
  const { shown, isPlaying, stretch, show, toggle, setStretch } = playing
  return (
    <div class="playing">
      <div class="playing-buttons">
        <button type="button" class="primary" onClick={toggle}>
          {isPlaying ? 'Pause' : 'Play'}
        </button>
        <button type="button" class="secondary" disabled={shown === 0} onClick={() => show(shown - 1)}>
          Step back
        </button>
        <button type="button" class="secondary" disabled={shown === all} onClick={() => show(shown + 1)}>
          Step on
        </button>
        <label class="playing-speed">
          <span>Speed</span>
          <select value={stretch} onChange={({ currentTarget }) => setStretch(Number(currentTarget.value))}>
            {SPEEDS.map(({ name, stretch: each }) => (
              <option key={each} value={each}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label class="playing-place">
        <span class="visually-hidden">Step</span>
        <input
          type="range"
          min={0}
          max={all}
          value={shown}
          aria-valuetext={`step ${shown} of ${all}`}
          onInput={({ currentTarget }) => show(Number(currentTarget.value))}
        />
        <output>
          {shown} of {all}
        </output>
      </label>
    </div>
  )
}
