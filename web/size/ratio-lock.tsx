import { LinkIcon, UnlinkIcon } from '../frame/icons.tsx'

/** Whether the sides keep the picture's shape. */
export function RatioLock({ isLinked, onToggle }: { isLinked: boolean; onToggle: () => void }) {
  return (
    <button
      type="button"
      class="ratio-lock"
      aria-pressed={isLinked}
      aria-label="Keep the aspect ratio"
      title={isLinked ? 'The sides keep the shape of the picture' : 'The sides are free'}
      onClick={onToggle}
    >
      {isLinked ? <LinkIcon /> : <UnlinkIcon />}
    </button>
  )
}
