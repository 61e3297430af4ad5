import { CopyButton } from '../frame/copy-button.tsx'

/** The operation's ID, to copy. */
export function OperationId({ id }: { id: string }) {
  return (
    <p class="operation-id">
      <span class="field-label">Operation</span>
      <code data-operation={id}>{id}</code>
      <CopyButton text={id} what="the operation's ID" />
    </p>
  )
}
