import { hostname } from 'node:os'

/** What this process is called among those that do the same, in claims, headers and logs: `host:pid`. */
export const processName = `${hostname()}:${process.pid}`
