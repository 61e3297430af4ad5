import { PictureIcon } from '../frame/icons.tsx'
import { Panel } from '../frame/panel.tsx'
import { bytesText, sidesText } from '../text/amounts.ts'
import type { ChosenPicture } from './chosen-picture.ts'
import { PictureInput } from './picture-input.tsx'

interface SourcePanelProps {
  readonly picture: ChosenPicture | undefined
  readonly isDraggedOver: boolean
  readonly onFiles: (files: FileList) => void
}

/** Step 1: the picture to resize. */
export function SourcePanel({ picture, isDraggedOver, onFiles }: SourcePanelProps) {
  const change = picture && (
    <PictureInput class="link" onFiles={onFiles}>
      Change
    </PictureInput>
  )
  return (
    <Panel step={1} title="Picture" aside={change}>
      {picture ? <Chosen picture={picture} /> : <Nothing onFiles={onFiles} />}
      {isDraggedOver && (
        <div class="drop-here" aria-hidden="true">
          <PictureIcon />
          Drop the picture here
        </div>
      )}
    </Panel>
  )
}

function Nothing({ onFiles }: { onFiles: (files: FileList) => void }) {
  return (
    <PictureInput class="stage is-empty is-target" onFiles={onFiles}>
      <PictureIcon />
      <strong>Drop a picture here</strong>
      <span>
        or paste it with <kbd>Ctrl</kbd>+<kbd>V</kbd>
      </span>
      <span class="secondary">Choose a picture</span>
      <small>PNG, JPEG, GIF or BMP, up to 20 MB</small>
    </PictureInput>
  )
}

function Chosen({ picture: { url, name, sides, blob } }: { picture: ChosenPicture }) {
  return (
    <>
      {sides ? (
        <div class="stage is-shown">
          <img src={url} alt={`Your choice: ${name}`} />
        </div>
      ) : (
        <div class="stage is-empty">
          <PictureIcon />
          <strong>No preview</strong>
          <span>This browser cannot show it. You can send it all the same.</span>
        </div>
      )}
      <p class="caption">
        <span class="name" title={name}>
          {name}
        </span>
        <span>
          {sides && `${sidesText(sides)} px · `}
          {bytesText(blob.size)}
        </span>
      </p>
    </>
  )
}
