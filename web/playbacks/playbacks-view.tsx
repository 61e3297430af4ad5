import type { ViewProps } from '../views.ts'
import { RunForm } from './run-form.tsx'
import { RunView } from './run-view.tsx'

/** Recorded operations, run again under other models; without a run in the address, one is asked for. */
export function PlaybacksView({ route: { id }, go, history }: ViewProps) {
  return id === undefined ? (
    <RunForm history={history} onAccepted={(run) => go({ view: 'playbacks', id: run })} />
  ) : (
    <RunView key={id} id={id} />
  )
}
