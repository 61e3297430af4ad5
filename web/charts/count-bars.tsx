/** One bar: a name, its count, and how much of the whole bar is filled. */
export interface CountBar {
  readonly name: string
  readonly count: number
  /** Said behind the count. */
  readonly note?: string
  readonly colour?: 'accent' | 'second' | 'alarm'
}

interface CountBarsProps {
  readonly bars: readonly CountBar[]
  readonly label: string
  /** A count as people say it. */
  readonly say?: (count: number) => string
}

/** Counts beside each other as horizontal bars; the longest is the highest count. */
export function CountBars({ bars, label, say = String }: CountBarsProps) {
  const highest = Math.max(...bars.map(({ count }) => count)) || 1
  return (
    <ul class="bars" aria-label={label}>
      {bars.map(({ name, count, note, colour = 'accent' }) => (
        <li key={name}>
          <span class="bar-name" title={name}>
            {name}
          </span>
          <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="100" height="1" />
            <rect class={`is-${colour}`} width={(count / highest) * 100} height="1" />
          </svg>
          <span class="bar-count">
            {say(count)}
            {note && <small>{note}</small>}
          </span>
        </li>
      ))}
    </ul>
  )
}
