import { useEffect, useRef, useState } from 'preact/hooks'
import { loadLimits } from './api/limits.ts'
import { firstWanted } from './form/wanted.ts'
import { PageHeader } from './frame/page-header.tsx'
import { useRoute } from './frame/use-route.ts'
import { createWatched } from './frame/watched.ts'
import { openHistory } from './history/kept-history.ts'
import { createPictures } from './list/pictures.ts'
import { views } from './views.ts'

/** What goes on while the views come and go. */
function openParts() {
  const history = openHistory()
  const limits = loadLimits()
  const shownKey = createWatched<number | undefined>(undefined)
  return {
    history,
    limits,
    pictures: createPictures({ history, limits }),
    shownKey,
    wanted: createWatched(firstWanted),
  }
}

/** A picture that is dropped where none is taken is not opened instead of the page. */
function ignoreDrops() {
  for (const name of ['dragover', 'drop']) addEventListener(name, (event) => event.preventDefault())
}

/** The whole page: its head, and the view that the address names. */
export function App() {
  const [parts] = useState(openParts)
  useEffect(ignoreDrops, [])
  const [route, go] = useRoute()
  const view = views.find(({ name }) => name === route.view) ?? views[0]
  const { Body } = view
  const main = useRef<HTMLElement>(null)
  const isFirst = useRef(true)
  useEffect(() => {
    // Who went to another view by keyboard goes on in it.
    if (!isFirst.current) main.current?.focus({ preventScroll: true })
    isFirst.current = false
    document.title = view.name === '' ? 'Picture resize' : `${view.title} · Picture resize`
  }, [view])
  return (
    <>
      <PageHeader views={views} shown={view.name} />
      <main ref={main} tabIndex={-1}>
        <Body {...parts} route={route} go={go} />
      </main>
    </>
  )
}
