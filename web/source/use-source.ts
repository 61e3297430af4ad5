import { useEffect, useRef, useState } from 'preact/hooks'
import { readSource } from '../api/calls.ts'
import type { Operation } from '../api/operation.ts'
import { type ChosenPicture, openPicture } from './chosen-picture.ts'

/** The picture to resize. */
export interface Source {
  readonly picture: ChosenPicture | undefined
  readonly choose: (file: File) => Promise<ChosenPicture | undefined>
  /** Says that the picture became the source of this operation, so that it need not be fetched for it. */
  readonly belongsTo: (id: string) => void
}

/**
 * The picture that was chosen, or the source of the operation that is shown when the page was opened with it.
 * @param onRestored told when the source of a shown operation has been fetched
 */
export function useSource(
  shown: Operation | undefined,
  onRestored: (picture: ChosenPicture, operation: Operation) => void,
): Source {
  const [picture, setPicture] = useState<ChosenPicture>()
  const operation = useRef<string | undefined>(undefined)
  // Opening takes a while; only the latest choice counts.
  const latest = useRef<object | undefined>(undefined)

  const open = async (blob: Blob, name: string): Promise<ChosenPicture | undefined> => {
    const turn = {}
    latest.current = turn
    const opened = await openPicture(blob, name)
    if (latest.current !== turn) return void opened.release()
    setPicture(opened)
    return opened
  }
  useEffect(() => picture?.release, [picture])

  useEffect(() => {
    if (!shown?.source || shown.identifier === operation.current) return
    const stop = new AbortController()
    const { identifier, source } = shown
    operation.current = identifier
    const restore = async () => {
      const blob = await readSource(identifier, stop.signal)
      const restored = await open(blob, `source.${source.format}`)
      if (restored) onRestored(restored, shown)
    }
    // Without its source, an operation is shown all the same.
    restore().catch(() => {})
    return () => stop.abort()
  }, [shown?.identifier, shown?.source === null])

  return {
    picture,
    choose: (file) => {
      operation.current = undefined
      return open(file, file.name)
    },
    belongsTo: (id) => {
      operation.current = id
    },
  }
}
