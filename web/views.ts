import type { ComponentType } from 'preact'
import type { Limits } from './api/limits.ts'
import type { Wanted } from './form/wanted.ts'
import type { Route } from './frame/route.ts'
import type { Go } from './frame/use-route.ts'
import type { Watched } from './frame/watched.ts'
import { HistoryView } from './history/history-view.tsx'
import type { KeptHistory } from './history/kept-history.ts'
import type { Pictures } from './list/pictures.ts'
import { LookupView } from './lookup/lookup-view.tsx'
import { OperationsView } from './operations/operations-view.tsx'
import { PlaybacksView } from './playbacks/playbacks-view.tsx'
import { ResizeView } from './resize-view.tsx'
import { WatchView } from './watch/watch-view.tsx'

/** What every view is given. */
export interface ViewProps {
  readonly route: Route
  readonly go: Go
  readonly pictures: Pictures
  /** The picture of the list that is shown, by its key. */
  readonly shownKey: Watched<number | undefined>
  /** The form. */
  readonly wanted: Watched<Wanted>
  readonly history: KeptHistory
  readonly limits: Watched<Limits>
}

/** One view of the page, found under `#/<name>`. */
export interface View {
  readonly name: string
  readonly title: string
  readonly Body: ComponentType<ViewProps>
}

/** Every view, in the order of the header. To add one, add a line. The first has no name: it is where the page begins. */
export const views: readonly [View, ...View[]] = [
  { name: '', title: 'Resize', Body: ResizeView },
  { name: 'what-made-this', title: 'What made this?', Body: LookupView },
  { name: 'history', title: 'History', Body: HistoryView },
  { name: 'watch', title: 'Watch', Body: WatchView },
  { name: 'playbacks', title: 'Playbacks', Body: PlaybacksView },
  { name: 'operations', title: 'Operations', Body: OperationsView },
]
