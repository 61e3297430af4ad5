import { useEffect, useRef, useState } from 'preact/hooks'
import { CompareIcon, ResultIcon } from '../frame/icons.tsx'
import { Panel } from '../frame/panel.tsx'
import { ProblemCard } from '../frame/problem-card.tsx'
import type { KeptHistory } from '../history/kept-history.ts'
import { type Entry, problemOfEntry, progressOf } from '../list/entry.ts'
import { EarlierResults } from './earlier-results.tsx'
import { ResultPicture } from './result-picture.tsx'

interface ResultPanelProps {
  readonly entry: Entry | undefined
  /** Whether the entry's operation is what the address is about. */
  readonly isOperationShown: boolean
  readonly history: KeptHistory
  readonly onRetry: (key: number) => void
}

/** Step 3: what came of the picture that is shown. */
export function ResultPanel(props: ResultPanelProps) {
  const root = useRef<HTMLElement>(null)
  const isSending = props.entry?.sending !== undefined
  // Where the steps stand below each other, what happens now may be out of sight.
  useEffect(() => {
    if (isSending) root.current?.scrollIntoView({ block: 'nearest' })
  }, [isSending])
  const [isCompared, setCompared] = useState(false)
  const { entry, isOperationShown } = props
  const canBeCompared = isOperationShown && entry?.operation?.status === 'completed' && entry.picture?.sides
  const compare = canBeCompared && (
    <button type="button" class="link" aria-pressed={isCompared} onClick={() => setCompared(!isCompared)}>
      <CompareIcon />
      Compare
    </button>
  )
  return (
    <Panel step={3} title="Result" aside={compare} rootRef={root}>
      <Outcome {...props} isCompared={isCompared} />
    </Panel>
  )
}

function Outcome({
  entry,
  isOperationShown,
  isCompared,
  history,
  onRetry,
}: ResultPanelProps & { isCompared: boolean }) {
  const progress = entry ? progressOf(entry) : 'chosen'
  const isUntold = entry?.id !== undefined && !isOperationShown
  if (!entry || progress === 'chosen' || isUntold) {
    return <Nothing title="Nothing here yet">Your result will show up here.</Nothing>
  }
  const problem = problemOfEntry(entry)
  if (problem) {
    return (
      <div class="stage is-refused">
        <ProblemCard problem={problem} onRetry={entry.asked && (() => onRetry(entry.key))} />
      </div>
    )
  }
  switch (progress) {
    case 'completed':
      return (
        <>
          <ResultPicture entry={entry} isCompared={isCompared} />
          <EarlierResults history={history} entry={entry} />
        </>
      )
    case 'expired':
      return (
        <Nothing title="No longer kept">The pictures of this operation were deleted, or their time is over.</Nothing>
      )
    case 'waiting':
      return <Working title="Waiting to be sent" />
    case 'sending':
      return <Working title="Sending" />
    case 'running':
      return <Working title="Resizing" />
    default:
      return <Working title="Queued" />
  }
}

function Working({ title }: { title: string }) {
  return (
    <div class="stage is-empty is-working">
      <ResultIcon />
      <strong>{title}…</strong>
    </div>
  )
}

function Nothing({ title, children }: { title: string; children: string }) {
  return (
    <div class="stage is-empty">
      <ResultIcon />
      <strong>{title}</strong>
      <span>{children}</span>
    </div>
  )
}
