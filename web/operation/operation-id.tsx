import { useEffect, useState } from 'preact/hooks'
import { CheckIcon, CopyIcon } from '../frame/icons.tsx'

/** How long "Copied" stands, in milliseconds. */
const COPIED_MS = 1500

/** The operation's ID, to copy. */
export function OperationId({ id }: { id: string }) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [isCopied])

  const copy = () => navigator.clipboard.writeText(id).then(() => setCopied(true))
  return (
    <p class="operation-id">
      <span class="field-label">Operation</span>
      <code data-operation={id}>{id}</code>
      {/* Browsers offer the clipboard on loopback and over HTTPS only. */}
      {'clipboard' in navigator && (
        <button type="button" class="link" onClick={copy}>
          {isCopied ? <CheckIcon /> : <CopyIcon />}
          <span aria-live="polite">{isCopied ? 'Copied' : 'Copy'}</span>
          <span class="visually-hidden">the operation's ID</span>
        </button>
      )}
    </p>
  )
}
