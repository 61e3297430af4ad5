import { isOver } from '../../src/playback/run.ts'
import { playbacks } from '../api/playbacks.ts'
import type { RunBody } from '../api/run.ts'
import { DownloadIcon } from '../frame/icons.tsx'
import { Panel } from '../frame/panel.tsx'
import { ProblemCard } from '../frame/problem-card.tsx'
import { hashOf } from '../frame/route.ts'
import { saveFile } from '../frame/save-file.ts'
import { FaultPanel } from './fault-panel.tsx'
import { MeasuresPanel } from './measures-panel.tsx'
import { titleOf } from './model-title.ts'
import { ModelsPanel } from './models-panel.tsx'
import { ResultsPanel } from './results-panel.tsx'
import { TwoUpPanel } from './two-up-panel.tsx'
import { useRun } from './use-run.ts'

/** A run: how far it is, and what its models cost as soon as one has ended. */
export function RunView({ id }: { id: string }) {
  const { run, problem, cancel } = useRun(id)
  return (
    <div class="run">
      <Panel
        title="A run under other models"
        aside={
          <a class="link" href={hashOf({ view: 'playbacks' })}>
            Another run
          </a>
        }
      >
        {run && <RunState run={run} onCancel={cancel} />}
        {problem && <ProblemCard problem={problem} />}
      </Panel>
      {run && run.reports.length > 0 && <Report run={run} />}
    </div>
  )
}

function Report({ run }: { run: RunBody }) {
  return (
    <>
      <ResultsPanel run={run} />
      <MeasuresPanel run={run} />
      {run.request.fault && <FaultPanel run={run} />}
      <ModelsPanel run={run} />
      <TwoUpPanel run={run} />
    </>
  )
}

function RunState({ run, onCancel }: { run: RunBody; onCancel: () => void }) {
  const { status, progress, error, attempts, reports, models } = run
  return (
    <>
      <p class="run-state" aria-live="polite">
        <strong>{status}</strong>
        {progress && `: ${titleOf(run, progress.model)}, model ${reports.length + 1} of ${models.length}`}
        {status === 'queued' && ': it begins when those before it are over.'}
        {attempts > 1 && ` · taken up ${attempts} times`}
        {error && ` · ${error.detail ?? error.code}`}
      </p>
      {progress && (
        <label class="run-progress">
          <progress value={progress.ended} max={Math.max(1, progress.operations)} />
          {progress.ended} of {progress.operations} operations have ended
        </label>
      )}
      <p class="hint">{askedText(run)}</p>
      <div class="history-exports">
        {!isOver(run) && (
          <button type="button" class="link is-quiet" onClick={onCancel}>
            Cancel the run
          </button>
        )}
        {reports.length > 0 && <SaveReport run={run} />}
      </div>
    </>
  )
}

function askedText({ request: { operations, speed, fault } }: RunBody): string {
  const which = Array.isArray(operations)
    ? `${operations.length} ${operations.length === 1 ? 'operation' : 'operations'}`
    : 'recorded operations'
  return `${which}, speed ${speed}${fault ? `, the ${fault} ended in the middle` : ''}`
}

function SaveReport({ run }: { run: RunBody }) {
  const name = `playback-${run.identifier}`
  const saveJson = () =>
    saveFile(new File([JSON.stringify(run, null, 2)], `${name}.json`, { type: 'application/json' }))
  const saveMarkdown = async () =>
    saveFile(new File([await playbacks.markdown(run.identifier)], `${name}.md`, { type: 'text/markdown' }))
  return (
    <>
      <button type="button" class="link" onClick={saveMarkdown}>
        <DownloadIcon />
        Save as Markdown
      </button>
      <button type="button" class="link" onClick={saveJson}>
        <DownloadIcon />
        Save as JSON
      </button>
    </>
  )
}
