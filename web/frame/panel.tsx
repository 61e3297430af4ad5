import type { ComponentChildren, Ref } from 'preact'

interface PanelProps {
  readonly step: number
  readonly title: string
  /** Stands at the end of the title's line. */
  readonly aside?: ComponentChildren
  readonly children: ComponentChildren
  readonly rootRef?: Ref<HTMLElement>
}

/** One of the steps. */
export function Panel({ step, title, aside, children, rootRef }: PanelProps) {
  const id = `step-${step}`
  return (
    <section class="panel" ref={rootRef ?? null} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id} class="panel-title">
          <span class="step" aria-hidden="true">
            {step}
          </span>
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
