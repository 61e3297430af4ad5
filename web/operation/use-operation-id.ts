import { useCallback, useLayoutEffect, useState } from 'preact/hooks'

const readId = () => /^#([0-9a-f]{32})$/.exec(location.hash)?.[1]

/**
 * The operation that the page shows: its ID stands in the address (`#<id>`), so that a reload, a bookmark and the back
 * button find it again.
 */
export function useOperationId(): [string | undefined, (id: string | undefined) => void] {
  const [id, setId] = useState(readId)
  // At once, not after the next frame: the address may change in between.
  useLayoutEffect(() => {
    const follow = () => setId(readId())
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  const show = useCallback((next: string | undefined) => {
    history.pushState(null, '', next === undefined ? location.pathname : `#${next}`)
    setId(next)
  }, [])
  return [id, show]
}
