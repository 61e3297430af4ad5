import type { Wanted } from '../form/wanted.ts'

const SWATCHES = [
  ['#ffffff', 'white'],
  ['#000000', 'black'],
  ['#808080', 'grey'],
] as const

interface BackgroundChoiceProps {
  readonly wanted: Pick<Wanted, 'format' | 'background'>
  readonly onChoose: (background: string | undefined) => void
}

/** What lies under and beside the picture. */
export function BackgroundChoice({ wanted: { format, background }, onChoose }: BackgroundChoiceProps) {
  const isOpaque = format === 'jpeg' || format === 'bmp'
  const isOwn = background !== undefined && !SWATCHES.some(([colour]) => colour === background)
  return (
    <fieldset class="background">
      <legend class="field-label">Background</legend>
      <Swatch
        name={isOpaque ? 'white, as the format has no transparency' : 'transparent'}
        colour={undefined}
        isChosen={background === undefined}
        onChoose={onChoose}
      />
      {SWATCHES.map(([colour, name]) => (
        <Swatch key={colour} name={name} colour={colour} isChosen={colour === background} onChoose={onChoose} />
      ))}
      <label class={isOwn ? 'own-colour is-chosen' : 'own-colour'}>
        <input
          type="color"
          value={background?.slice(0, 7) ?? '#ffffff'}
          onInput={({ currentTarget }) => onChoose(currentTarget.value)}
        />
        <span>other</span>
      </label>
    </fieldset>
  )
}

interface SwatchProps {
  readonly name: string
  readonly colour: string | undefined
  readonly isChosen: boolean
  readonly onChoose: (background: string | undefined) => void
}

function Swatch({ name, colour, isChosen, onChoose }: SwatchProps) {
  return (
    <label class="swatch" title={name}>
      <input type="radio" name="background" checked={isChosen} onChange={() => onChoose(colour)} />
      <span class={colour === undefined ? 'is-clear' : ''} {...(colour && { style: { background: colour } })} />
      <span class="visually-hidden">{name}</span>
    </label>
  )
}
