import type { Limits } from '../api/limits.ts'
import { PictureIcon } from '../frame/icons.tsx'
import { Panel } from '../frame/panel.tsx'
import type { Entry } from '../list/entry.ts'
import { bytesText, limitText, sidesText } from '../text/amounts.ts'
import type { ChosenPicture } from './chosen-picture.ts'
import { PictureInput } from './picture-input.tsx'

interface SourcePanelProps {
  /** The picture that is shown; undefined while there is none. */
  readonly entry: Entry | undefined
  /** How many there are. */
  readonly count: number
  readonly limits: Limits
  readonly isDraggedOver: boolean
  /** Whether something was asked of them already: the next choice begins anew. */
  readonly isAsked: boolean
  readonly onFiles: (files: FileList) => void
}

/** Step 1: the pictures to resize. */
export function SourcePanel({ entry, count, limits, isDraggedOver, isAsked, onFiles }: SourcePanelProps) {
  const more = entry && (
    <PictureInput class="link" onFiles={onFiles} isMany>
      {isAsked ? 'Choose others' : 'Add more'}
    </PictureInput>
  )
  return (
    <Panel step={1} title={count > 1 ? 'Pictures' : 'Picture'} aside={more}>
      {entry ? <Chosen entry={entry} /> : <Nothing limits={limits} onFiles={onFiles} />}
      {isDraggedOver && (
        <div class="drop-here" aria-hidden="true">
          <PictureIcon />
          Drop pictures here
        </div>
      )}
    </Panel>
  )
}

function Nothing({ limits, onFiles }: Pick<SourcePanelProps, 'limits' | 'onFiles'>) {
  return (
    <PictureInput class="stage is-empty is-target" onFiles={onFiles} isMany>
      <PictureIcon />
      <strong>Drop pictures here</strong>
      <span>
        or paste them with <kbd>Ctrl</kbd>+<kbd>V</kbd>
      </span>
      <span class="secondary">Choose pictures</span>
      <small>PNG, JPEG, WebP, GIF, TIFF or BMP{limits && `, up to ${limitText(limits.maxSourceBytes)} each`}</small>
    </PictureInput>
  )
}

function Chosen({ entry: { name, blob, picture, operation } }: { entry: Entry }) {
  const sides = picture?.sides ?? operation?.source ?? undefined
  const bytes = blob?.size ?? operation?.source?.bytes
  const shownName = picture?.name ?? name
  return (
    <>
      <Shown picture={picture} />
      <p class="caption">
        <span class="name" title={shownName}>
          {shownName}
        </span>
        <span>
          {sides && `${sidesText(sides)} px`}
          {sides && bytes !== undefined && ' · '}
          {bytes !== undefined && bytesText(bytes)}
        </span>
      </p>
    </>
  )
}

function Shown({ picture }: { picture: ChosenPicture | undefined }) {
  if (picture?.sides) {
    return (
      <div class="stage is-shown">
        <img src={picture.url} alt={`Your choice: ${picture.name}`} />
      </div>
    )
  }
  return (
    <div class="stage is-empty">
      <PictureIcon />
      {picture && (
        <>
          <strong>No preview</strong>
          <span>This browser cannot show it. You can send it all the same.</span>
        </>
      )}
    </div>
  )
}
