import { Type } from 'typebox'
import { durationPattern, parseDuration } from '../../settings/duration.ts'
import { defineSettings } from '../../settings/settings.ts'

const PAIR = '([a-z0-9-]+|\\*)=https?://[^,\\s]+'

/** What the router needs beside the settings that it has in common with the one-process way. */
export const routerSettings = defineSettings({
  functionUrls: {
    env: 'FUNCTION_URLS',
    schema: Type.String({ pattern: `^\\s*${PAIR}(\\s*,\\s*${PAIR})*\\s*$` }),
    about:
      'Where the functions are: a comma list of name=url. A name that comes twice is called by turns. *=url is for all ' +
      'others; a * in it stands for their names.',
  },
  upstreamTimeout: {
    env: 'upstream_timeout',
    schema: Type.String({ pattern: durationPattern, default: '2m' }),
    about: 'How long a function may take to answer.',
  },
})

/** Where each function is, and the time-out in milliseconds. @throws Failure `settings-not-valid` */
export function readRouterSettings(env: Readonly<Record<string, string | undefined>>) {
  const { functionUrls, upstreamTimeout } = routerSettings.read(env)
  const pairs = functionUrls.split(',').map((pair) => pair.trim().split('=', 2) as [string, string])
  const urlsFor = (wanted: string) =>
    pairs.filter(([name]) => name === wanted).map(([, url]) => url.replace(/\/+$/, ''))
  /** The addresses of a function, without a slash at the end; none when it is not served. */
  const urlsOf = (name: string) => {
    const own = urlsFor(name)
    return own.length > 0 ? own : urlsFor('*').map((url) => url.replaceAll('*', name))
  }
  return { urlsOf, upstreamTimeoutMs: parseDuration(upstreamTimeout) }
}
