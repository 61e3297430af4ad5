import { useMemo, useRef } from 'preact/hooks'
import { spansOf, stepsOf } from '../../src/playback/watch/steps-of.ts'
import type { OperationEvent } from '../api/operation.ts'
import { useWidth } from '../charts/use-width.ts'
import { DownloadIcon } from '../frame/icons.tsx'
import { hashOf } from '../frame/route.ts'
import { saveFile } from '../frame/save-file.ts'
import { ScrollFrame } from '../frame/scroll-frame.tsx'
import { durationText } from '../text/amounts.ts'
import { drawingOf } from './drawing.ts'
import { EXPORTS, exportHistory } from './export-history.ts'
import { HistoryDrawing } from './history-drawing.tsx'
import { HistoryTable, movedText } from './history-table.tsx'
import { PlayingControls } from './playing-controls.tsx'
import { usePlaying } from './use-playing.ts'

/** A history that is played: controls, lanes, words, and files of it. */
export function HistoryPlayer({ events }: { events: readonly OperationEvent[] }) {
  const steps = useMemo(() => stepsOf(events), [events])
  const playing = usePlaying(useMemo(() => events.map(({ at }) => at), [events]))
  const [frame, width] = useWidth<HTMLElement>(800)
  const drawing = useMemo(() => drawingOf(steps, spansOf(events), width), [events, steps, width])
  const drawn = useRef<SVGSVGElement>(null)
  const now = steps[playing.shown - 1]
  const operation = events[0]?.operation ?? ''
  return (
    <>
      <p class="hint">
        Operation{' '}
        <a href={hashOf({ view: '', id: operation })}>
          <code>{operation}</code>
        </a>
        . Only what was recorded is drawn; a dotted line goes through a part of which nothing is.
      </p>
      <PlayingControls playing={playing} all={steps.length} />
      <p class="playing-now" aria-live="polite">
        {now ? (
          <>
            <strong>{now.title}</strong> after {durationText(now.sinceMs)}: {movedText(now)}
          </>
        ) : (
          'Nothing has happened yet.'
        )}
      </p>
      <ScrollFrame label="The history, drawn" class="history-frame" rootRef={frame}>
        <HistoryDrawing drawing={drawing} shown={playing.shown} rootRef={drawn} />
      </ScrollFrame>
      <details class="history-words" open>
        <summary>In words</summary>
        <HistoryTable steps={steps} shown={playing.shown} />
      </details>
      <div class="history-exports">
        {EXPORTS.map((as) => (
          <button
            key={as}
            type="button"
            class="link"
            onClick={() => drawn.current && saveFile(exportHistory(as, { events, steps, drawing: drawn.current }))}
          >
            <DownloadIcon />
            Save as {as}
          </button>
        ))}
      </div>
    </>
  )
}
