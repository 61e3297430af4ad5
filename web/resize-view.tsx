import { useEffect, useState } from 'preact/hooks'
import { FormPanel } from './form/form-panel.tsx'
import { optionsOf, wantedFor, wantedOf } from './form/wanted.ts'
import { useWatched } from './frame/watched.ts'
import { type Entry, progressOf } from './list/entry.ts'
import { listSentence } from './list/list-sentence.ts'
import { PictureList } from './list/picture-list.tsx'
import { OperationPanel } from './operation/operation-panel.tsx'
import { ResultPanel } from './result/result-panel.tsx'
import { SourcePanel } from './source/source-panel.tsx'
import { useDropAndPaste } from './source/use-drop-and-paste.ts'
import type { ViewProps } from './views.ts'

/** Pictures, what is wanted of them, the results, and the operation behind the one that is shown. */
export function ResizeView({ route, go, pictures, history, limits, shownKey, wanted: form }: ViewProps) {
  const entries = useWatched(pictures.entries)
  const known = useWatched(limits)
  const wanted = useWatched(form)
  const chosenKey = useWatched(shownKey)
  const shown = entries.find(({ key }) => key === chosenKey) ?? entries[0]
  // The address decides which operation is shown: with none in it, the picture is there and its result is not.
  const isOperationShown = shown?.id !== undefined && shown.id === route.id
  const maxSide = known?.maxSide ?? Number.POSITIVE_INFINITY

  // Whoever comes back from another view finds the operation that was shown.
  useEffect(() => {
    if (route.id === undefined && shown?.id !== undefined) go({ view: '', id: shown.id }, 'replace')
  }, [])

  // Another address, by hand, by the back button or from another view: its operation is looked up.
  useEffect(() => {
    if (route.id === undefined) return
    shownKey.set(pictures.restore(route.id).key)
  }, [route.id])

  // An entry that is shown, and was just accepted, is what the address is about.
  const isOnItsWay = shown !== undefined && ['waiting', 'sending'].includes(progressOf(shown))
  const [isAwaited, setAwaited] = useState(false)
  useEffect(() => {
    if (isOnItsWay) setAwaited(true)
    else if (isAwaited && shown) {
      setAwaited(false)
      if (shown.id !== route.id) go({ view: '', ...(shown.id !== undefined && { id: shown.id }) })
    }
  }, [isOnItsWay, shown?.id])

  // An operation from elsewhere brings its source, and puts the form back as it was.
  const needsSource = shown !== undefined && !shown.picture && shown.operation?.source != null
  useEffect(() => {
    if (!needsSource || !shown?.operation?.source) return
    form.set(wantedOf(shown.operation.options, shown.operation.source))
    void pictures.fetchSource(shown.key)
  }, [needsSource, shown?.key])

  const choose = async (files: FileList) => {
    const isFirst = entries.length === 0 || entries.some((entry) => progressOf(entry) !== 'chosen')
    if (route.id !== undefined) go({ view: '' })
    const before = form.get()
    await pictures.add(files)
    const [first] = pictures.entries.get()
    if (!isFirst || !first) return
    shownKey.set(first.key)
    form.set(wantedFor(form.get(), first.picture?.sides, before))
  }
  const isDraggedOver = useDropAndPaste(choose)

  const show = (entry: Entry) => {
    shownKey.set(entry.key)
    if (entry.id !== route.id) go({ view: '', ...(entry.id !== undefined && { id: entry.id }) })
  }
  const removeShown = () => {
    pictures.forget(route.id ?? '')
    go({ view: '' })
  }
  const sides = shown?.picture?.sides ?? shown?.operation?.source ?? undefined
  const isSending = entries.some(({ sending }) => sending !== undefined)

  return (
    <>
      <div class="steps">
        <SourcePanel
          entry={shown}
          count={entries.length}
          limits={known}
          isDraggedOver={isDraggedOver}
          isAsked={entries.some(({ asked }) => asked !== undefined)}
          onFiles={choose}
        />
        <FormPanel
          wanted={wanted}
          picture={shown?.picture}
          sides={sides}
          count={entries.length}
          maxSide={maxSide}
          isValid={optionsOf(wanted, sides, undefined, maxSide) !== undefined}
          isSending={isSending}
          onChange={form.set}
          onSend={() => pictures.resize(wanted)}
        />
        <ResultPanel entry={shown} isOperationShown={isOperationShown} history={history} onRetry={pictures.retry} />
      </div>
      {entries.length > 1 && <PictureList entries={entries} shownKey={shown?.key} pictures={pictures} onShow={show} />}
      {isOperationShown && shown && route.id && !shown.problem && (
        <OperationPanel id={route.id} entry={shown} onDeleted={removeShown} />
      )}
      <p role="status" class="visually-hidden">
        {listSentence(entries)}
      </p>
    </>
  )
}
