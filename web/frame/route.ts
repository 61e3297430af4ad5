/** Where the page is: the name of a view ('' is the first one), and what it is to show. */
export interface Route {
  readonly view: string
  readonly id?: string
}

/**
 * The route in an address: `#<operation>` is an operation in the first view, `#/view` and `#/view/<id>` are the others.
 * What is none of these is the first view.
 */
export function readRoute(hash: string): Route {
  const operation = /^#([0-9a-f]{32})$/.exec(hash)?.[1]
  if (operation) return { view: '', id: operation }
  const [, view = '', id] = /^#\/([a-z-]*)(?:\/([0-9a-f]{32}))?$/.exec(hash) ?? []
  return id === undefined ? { view } : { view, id }
}

/** The address of a route, behind the page's own. */
export function hashOf({ view, id }: Route): string {
  if (view === '') return id === undefined ? '#/' : `#${id}`
  return id === undefined ? `#/${view}` : `#/${view}/${id}`
}
