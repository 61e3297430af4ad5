import { useEffect, useState } from 'preact/hooks'
import { CheckIcon, CopyIcon } from './icons.tsx'

/** How long "Copied" stands, in milliseconds. */
const COPIED_MS = 1500

/** Puts a text on the clipboard. Browsers offer that on loopback and over HTTPS only; elsewhere there is no button. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [isCopied])

  if (!('clipboard' in navigator)) return null
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true))
  return (
    <button type="button" class="link" onClick={copy}>
      {isCopied ? <CheckIcon /> : <CopyIcon />}
      <span aria-live="polite">{isCopied ? 'Copied' : 'Copy'}</span>
      <span class="visually-hidden">{what}</span>
    </button>
  )
}
