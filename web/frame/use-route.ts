import { useCallback, useLayoutEffect, useState } from 'preact/hooks'
import { hashOf, type Route, readRoute } from './route.ts'

/** Goes to another route; with `replace`, the back button does not come back to the present one. */
export type Go = (route: Route, how?: 'push' | 'replace') => void

/** The route stands in the address, so that a reload, a bookmark and the back button find it again. */
export function useRoute(): [Route, Go] {
  const [route, setRoute] = useState(() => readRoute(location.hash))
  // At once, not after the next frame: the address may change in between.
  useLayoutEffect(() => {
    const follow = () => setRoute(readRoute(location.hash))
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  const go = useCallback<Go>((next, how = 'push') => {
    const isHome = next.view === '' && next.id === undefined
    history[`${how}State`](null, '', isHome ? location.pathname : hashOf(next))
    setRoute(next)
  }, [])
  return [route, go]
}
