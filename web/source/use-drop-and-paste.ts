import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/**
 * Takes what is dropped anywhere on the page, or pasted.
 * @returns whether something is being dragged over the page
 */
export function useDropAndPaste(onFiles: (files: FileList) => void): boolean {
  const [isDraggedOver, setDraggedOver] = useState(false)
  const latest = useRef(onFiles)
  latest.current = onFiles

  useLayoutEffect(() => {
    const stop = new AbortController()
    const on = <Name extends keyof WindowEventMap>(name: Name, listener: (event: WindowEventMap[Name]) => void) =>
      window.addEventListener(name, listener, { signal: stop.signal })

    on('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setDraggedOver(true)
    })
    on('dragleave', (event) => {
      // Moving from one element to another leaves too; only leaving the window has nothing to enter.
      if (!event.relatedTarget) setDraggedOver(false)
    })
    on('drop', (event) => {
      event.preventDefault()
      setDraggedOver(false)
      if (event.dataTransfer?.files.length) latest.current(event.dataTransfer.files)
    })
    on('paste', (event) => {
      if (!event.clipboardData?.files.length) return
      event.preventDefault()
      latest.current(event.clipboardData.files)
    })
    return () => stop.abort()
  }, [])
  return isDraggedOver
}
