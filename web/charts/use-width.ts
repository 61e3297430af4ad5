import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** The width in pixels that an element has been given, so that a chart is drawn for it and its text keeps its size. */
export function useWidth<E extends Element>(first: number) {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(first)
  useLayoutEffect(() => {
    if (!ref.current) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.max(160, entry.contentRect.width)))
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [])
  return [ref, width] as const
}
