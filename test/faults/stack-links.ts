import type { Program } from '../../src/stack/programs.ts'
import { withDatabase } from '../mysql-servers.ts'
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts'
import type { StackServers } from './stack-stage.ts'

/** A way between the processes of a stack, or from them to a server: a proxy for each address at its other end. */
export type Link = readonly TcpProxy[]

/** The names of the links. Every process has its own way to MySQL, but they are one link. */
export const LINKS = [
  'MySQL',
  'submit → Kafka',
  'connector → Kafka',
  'connector → gateway',
  'gateway → worker',
] as const
export type LinkName = (typeof LINKS)[number]

/** Puts a proxy into every link of a stack. */
export async function openLinks({ mysqlUrl, brokers }: StackServers, programs: readonly Program[], database: string) {
  const mysql = new URL(mysqlUrl)
  const [brokerHost = '', brokerPort] = (brokers.split(',')[0] ?? '').split(':')
  const broker = { host: brokerHost, port: Number(brokerPort), tellsItsAddress: true }
  const workers = programs.filter(isA('resize-worker'))
  const gateways = programs.filter(isA('router'))
  const links: Readonly<Record<LinkName, Link>> = {
    MySQL: [await startTcpProxy({ host: mysql.hostname, port: Number(mysql.port || 3306) })],
    'submit → Kafka': [await startTcpProxy(broker)],
    'connector → Kafka': [await startTcpProxy(broker)],
    'connector → gateway': await Promise.all(gateways.map(startFor)),
    'gateway → worker': await Promise.all(workers.map(startFor)),
  }
  const urlOf = (link: LinkName, index = 0) => `http://127.0.0.1:${links[link][index]?.port}`
  const brokerOf = (link: LinkName) => `127.0.0.1:${links[link][0]?.port}`

  return {
    links,
    /** What leads a process through the links. */
    envOf(program: Program): Record<string, string> {
      const isConnector = isA('kafka-connector')(program)
      const functionUrls = workers.reduce(
        (urls, { url }, index) => urls.replace(url, urlOf('gateway → worker', index)),
        program.env['FUNCTION_URLS'] ?? '',
      )
      return {
        MYSQL_URL: withDatabase(mysqlUrl, database, links.MySQL[0]?.port),
        KAFKA_BROKERS: brokerOf(isConnector ? 'connector → Kafka' : 'submit → Kafka'),
        ...(isConnector && { gateway_url: urlOf('connector → gateway') }),
        ...(functionUrls && { FUNCTION_URLS: functionUrls }),
      }
    },
    close: async () =>
      void (await Promise.all(
        Object.values(links)
          .flat()
          .map((proxy) => proxy.close()),
      )),
  }
}

const isA =
  (kind: string) =>
  ({ name }: Program) =>
    name.startsWith(kind)

const startFor = ({ url }: Program) => startTcpProxy({ port: Number(new URL(url).port) })
