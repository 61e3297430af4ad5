import { type StackServers, stackServers } from './stack-stage.ts'

/** The fault suites have a short form, and a long one: `npm run test:faults`. */
export const isLong = process.env['FAULTS'] === 'long'

/** How much of something there is in the form that runs. */
export const count = ({ short, long }: { readonly short: number; readonly long: number }): number =>
  isLong ? long : short

/** The servers for a suite; says in one line how to run it when there are none. */
export function faultServers(suite: string): StackServers | undefined {
  const servers = stackServers()
  if (!servers) {
    process.stdout.write(`${suite}: left out. Run it with MYSQL_URL=mysql://… and KAFKA_BROKERS=host:port.\n`)
  }
  return servers
}
