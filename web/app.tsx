import { useEffect, useState } from 'preact/hooks'
import { PageHeader } from './frame/page-header.tsx'
import { OperationPanel } from './operation/operation-panel.tsx'
import { statusSentence } from './operation/status-sentence.ts'
import { useOperation } from './operation/use-operation.ts'
import { useOperationId } from './operation/use-operation-id.ts'
import { ResultPanel } from './result/result-panel.tsx'
import { SizePanel } from './size/size-panel.tsx'
import { firstSize, optionsOf, sizeFor, sizeOf } from './size/wanted-size.ts'
import { SourcePanel } from './source/source-panel.tsx'
import { useDropAndPaste } from './source/use-drop-and-paste.ts'
import { useSource } from './source/use-source.ts'
import { useSubmission } from './use-submission.ts'

/** The whole page: picture, size, result, and the operation behind it. */
export function App() {
  const [id, show] = useOperationId()
  const followed = useOperation(id)
  const [size, setSize] = useState(firstSize)
  const source = useSource(followed?.operation, (picture, { options }) => {
    if (picture.sides) setSize(sizeOf(options, picture.sides))
  })
  const submission = useSubmission()
  // A problem belongs to what was sent from this view; going to another operation leaves it behind.
  useEffect(submission.clear, [id])

  const choose = async ([file]: ArrayLike<File> & Iterable<File>) => {
    const picture = file && (await source.choose(file))
    if (!picture) return
    submission.clear()
    setSize((before) => sizeFor(before, picture.sides))
    if (id !== undefined) show(undefined)
  }
  const isDraggedOver = useDropAndPaste(choose)

  const send = async () => {
    const options = optionsOf(size)
    if (!source.picture || !options) return
    const accepted = await submission.send(source.picture.blob, options)
    if (accepted === undefined) return
    source.belongsTo(accepted)
    show(accepted)
  }

  return (
    <>
      <PageHeader />
      <main>
        <div class="steps">
          <SourcePanel picture={source.picture} isDraggedOver={isDraggedOver} onFiles={choose} />
          <SizePanel
            size={size}
            source={source.picture?.sides}
            hasPicture={source.picture !== undefined}
            isSending={submission.isSending}
            onChange={setSize}
            onSend={send}
          />
          <ResultPanel
            isSending={submission.isSending}
            problem={submission.problem}
            followed={followed}
            onRetry={send}
          />
        </div>
        {followed && !submission.isSending && !submission.problem && (
          <OperationPanel followed={followed} onDeleted={() => show(undefined)} />
        )}
        <p role="status" class="visually-hidden">
          {submission.isSending
            ? 'Sending the picture.'
            : followed?.operation && statusSentence[followed.operation.status]}
        </p>
      </main>
    </>
  )
}
