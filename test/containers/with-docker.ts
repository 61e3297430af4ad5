import { it } from 'node:test'

/** Whether the suites that need a Docker Engine run. They build images, and start and kill containers of their own. */
export const withDocker = process.env['DOCKER'] === '1'

/** Says in one line that suites were left out, and how to run them, when there is no engine. */
export function sayWhenLeftOut(what: string): void {
  if (withDocker) return
  it(
    `${what}: left out. Run it where there is a Docker Engine: DOCKER=1 npm test -- 'test/{containers,faas-provider}/*.test.ts'`,
  )
}
