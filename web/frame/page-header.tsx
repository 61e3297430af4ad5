import { hashOf } from './route.ts'

interface PageHeaderProps {
  /** The views by the names of their routes. */
  readonly views: readonly { readonly name: string; readonly title: string }[]
  readonly shown: string
}

/** The name of the page, and the way to its views. */
export function PageHeader({ views, shown }: PageHeaderProps) {
  return (
    <header class="page-head">
      <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
        <rect class="ground" width="32" height="32" rx="9" />
        <path d="M8 13V9a1 1 0 0 1 1-1h4M24 19v4a1 1 0 0 1-1 1h-4m-1-10 5-5m-4 0h4v4" />
        <rect class="small" x="8" y="17" width="7" height="7" rx="2" />
      </svg>
      <h1 class="page-title">Picture resize</h1>
      <nav aria-label="Views">
        {views.map(({ name, title }) => (
          <a key={name} href={hashOf({ view: name })} aria-current={name === shown ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
    </header>
  )
}
