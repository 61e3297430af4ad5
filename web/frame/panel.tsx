import type { ComponentChildren, Ref } from 'preact'
import { useId } from 'preact/hooks'

interface PanelProps {
  /** Its number, where panels are steps. */
  readonly step?: number
  readonly title: string
  /** Stands at the end of the title's line. */
  readonly aside?: ComponentChildren
  readonly children: ComponentChildren
  readonly rootRef?: Ref<HTMLElement>
  readonly class?: string
}

/** A part of a view, under its title. */
export function Panel({ step, title, aside, children, rootRef, class: className = '' }: PanelProps) {
  const id = useId()
  return (
    <section class={`panel ${className}`} ref={rootRef ?? null} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id} class="panel-title">
          {step !== undefined && (
            <span class="step" aria-hidden="true">
              {step}
            </span>
          )}
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
