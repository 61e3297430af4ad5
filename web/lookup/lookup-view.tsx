import { useEffect, useRef, useState } from 'preact/hooks'
import { type LookupAnswer, lookUp } from '../api/lookup.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { PictureIcon } from '../frame/icons.tsx'
import { Panel } from '../frame/panel.tsx'
import { ProblemCard } from '../frame/problem-card.tsx'
import type { KeptHistory } from '../history/kept-history.ts'
import { type ChosenPicture, openPicture } from '../source/chosen-picture.ts'
import { PictureInput } from '../source/picture-input.tsx'
import { useDropAndPaste } from '../source/use-drop-and-paste.ts'
import { bytesText } from '../text/amounts.ts'
import type { ViewProps } from '../views.ts'
import { MadeByCard } from './made-by-card.tsx'
import { useOwnOperations } from './use-own-operations.ts'

/** What is known of the picture that was dropped. */
interface Looked {
  readonly picture: ChosenPicture
  readonly answer?: LookupAnswer
  readonly problem?: Problem
}

/** "What made this picture?": drop a result, learn which operation made it and what it did. */
export function LookupView({ history }: ViewProps) {
  const [looked, setLooked] = useState<Looked>()
  const latest = useRef<object | undefined>(undefined)
  useEffect(() => looked?.picture.release, [looked?.picture])

  const look = async ([file]: ArrayLike<File> & Iterable<File>) => {
    if (!file) return
    // Only the latest picture counts.
    const turn = {}
    latest.current = turn
    const picture = await openPicture(file, file.name)
    if (latest.current !== turn) return picture.release()
    setLooked({ picture })
    const found = await lookUp(file).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ problem: problemOf(error) }),
    )
    if (latest.current === turn) setLooked({ picture, ...found })
  }
  const isDraggedOver = useDropAndPaste(look)
  return (
    <div class="lookup">
      <Panel
        title="What made this picture?"
        aside={
          looked && (
            <PictureInput class="link" onFiles={look}>
              Another one
            </PictureInput>
          )
        }
      >
        {looked ? <Dropped picture={looked.picture} /> : <Nothing onFiles={look} />}
        {isDraggedOver && (
          <div class="drop-here" aria-hidden="true">
            <PictureIcon />
            Drop the picture here
          </div>
        )}
      </Panel>
      <Panel title="Made by">
        <div role="status">
          <Found looked={looked} history={history} />
        </div>
      </Panel>
    </div>
  )
}

function Nothing({ onFiles }: { onFiles: (files: FileList) => void }) {
  return (
    <PictureInput class="stage is-empty is-target" onFiles={onFiles}>
      <PictureIcon />
      <strong>Drop a result here</strong>
      <span>The very bytes, or the same pixels saved anew without loss</span>
      <span class="secondary">Choose a picture</span>
    </PictureInput>
  )
}

function Dropped({ picture: { url, name, sides, blob } }: { picture: ChosenPicture }) {
  return (
    <>
      {sides ? (
        <div class="stage is-shown">
          <img src={url} alt={`Looked up: ${name}`} />
        </div>
      ) : (
        <div class="stage is-empty">
          <PictureIcon />
          <strong>No preview</strong>
        </div>
      )}
      <p class="caption">
        <span class="name">{name}</span>
        <span>{bytesText(blob.size)}</span>
      </p>
    </>
  )
}

function Found({ looked, history }: { looked: Looked | undefined; history: KeptHistory }) {
  const own = useOwnOperations(history, looked?.answer)
  if (!looked) return <p class="nothing">The operations that made your picture will be listed here.</p>
  const { answer, problem } = looked
  if (problem) return <ProblemCard problem={problem} />
  if (!answer) return <p class="nothing">Looking it up…</p>
  const { match, operations } = answer
  const many = operations.length === 1 ? 'One operation' : `${operations.length} operations`
  return (
    <>
      <p class="found">
        <strong>{many}</strong> made {match === 'digest' ? 'exactly these bytes' : 'a picture with the same pixels'}.
      </p>
      <ul class="made-by">
        {operations.map((operation) => (
          <MadeByCard key={operation.reference} operation={operation} own={own.get(operation.reference)} />
        ))}
      </ul>
    </>
  )
}
