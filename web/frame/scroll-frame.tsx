import type { ComponentChildren, Ref } from 'preact'

interface ScrollFrameProps {
  /** What is in it, for who cannot see it. */
  readonly label: string
  readonly class?: string
  readonly rootRef?: Ref<HTMLElement>
  readonly children: ComponentChildren
}

/** What may be wider than the page: it is scrolled by itself, by keyboard too. */
export function ScrollFrame({ label, class: className = 'table-scroll', rootRef, children }: ScrollFrameProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus, nobody without a pointer could scroll it
    <section class={className} ref={rootRef ?? null} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
