import { useRef, useState } from 'preact/hooks'
import { erase } from '../api/calls.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { DeleteIcon } from '../frame/icons.tsx'

/** Erases the operation's pictures, after asking. */
export function DeleteOperation({ id, onDeleted }: { id: string; onDeleted: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [problem, setProblem] = useState<Problem>()
  const [isDeleting, setDeleting] = useState(false)
  const ask = () => {
    setProblem(undefined)
    dialog.current?.showModal()
  }
  const close = () => dialog.current?.close()
  const confirm = async () => {
    setDeleting(true)
    try {
      await erase(id)
      close()
      onDeleted()
    } catch (error) {
      setProblem(problemOf(error))
    }
    setDeleting(false)
  }

  return (
    <>
      <button type="button" class="link is-quiet" onClick={ask}>
        <DeleteIcon />
        Delete
      </button>
      <dialog ref={dialog} aria-labelledby="delete-title">
        <h2 id="delete-title">Delete this operation?</h2>
        <p>The source and the result are erased from the service at once. This cannot be undone.</p>
        {problem && <p class="is-wrong">{problem.title}</p>}
        <div class="choices">
          <button type="button" class="secondary" onClick={close}>
            Keep
          </button>
          <button type="button" class="danger" disabled={isDeleting} onClick={confirm}>
            Delete
          </button>
        </div>
      </dialog>
    </>
  )
}
