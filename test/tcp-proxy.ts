import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Who sent something through the proxy. */
export type Sender = 'client' | 'server'

/** What becomes of a piece of a stream. `reset` cuts the connection, both ends of it, and loses the piece. */
export type Fate = 'pass' | 'lose' | 'reset'

/**
 * Decides about each piece that comes through. The end of a side is a piece of no bytes: lost, the other side never
 * hears of it. `link` is the same object for all pieces of one connection.
 */
export type Behaviour = (piece: Buffer, sender: Sender, link: object) => Fate

/** Everything arrives. */
export const pass: Behaviour = () => 'pass'

/** Connections are taken, and then nothing arrives any more, in neither direction: a cable that was pulled out. */
export const blackHole: Behaviour = () => 'lose'

/** The server hears everything; the client hears nothing any more. */
export const loseReplies: Behaviour = (_piece, sender) => (sender === 'server' ? 'lose' : 'pass')

/**
 * The server gets everything, up to and with the first piece that contains `text`, and carries it out; its reply to that
 * is lost and the connection is cut. Only once: what comes later, on this connection or another, arrives.
 */
export function loseReplyTo(text: string): Behaviour {
  let broken: object | undefined
  return (piece, sender, link) => {
    if (sender === 'client') {
      if (!broken && piece.includes(text)) broken = link
      return 'pass'
    }
    return link === broken ? 'reset' : 'pass'
  }
}

/** Something between a client and a server that breaks when it is told to. It knows no protocol: Kafka, MySQL, HTTP. */
export interface TcpProxy {
  /** On 127.0.0.1. */
  readonly port: number
  /** How many bytes clients have sent and have been given. */
  readonly sent: Readonly<Record<Sender, number>>
  /** How often it broke something: pieces that came late, pieces that were lost, connections that were cut. */
  readonly broke: Readonly<Record<'late' | 'lost' | 'cut', number>>
  /** From now on, for present and future connections. */
  behave(behaviour: Behaviour): void
  /** Each piece arrives so much later, in each direction, in order. */
  delay(milliseconds: number): void
  /** Cuts every connection with a reset. */
  reset(): void
  /** Cuts every connection and takes no new one: the server is down. */
  refuse(): Promise<void>
  /** Takes connections, on the same port, if it does not. */
  accept(): Promise<void>
  close(): Promise<void>
}

/** What is behind a proxy. */
export interface ProxyTarget {
  readonly host?: string
  readonly port: number
  /** The server tells its clients where it is, as Kafka does: `host` and `port`, the latter as four bytes. They are told the proxy's. */
  readonly tellsItsAddress?: boolean
}

/** Starts a proxy in front of `port`, on a free port. */
export async function startTcpProxy(target: ProxyTarget): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const sent = { client: 0, server: 0 }
  const broke = { late: 0, lost: 0, cut: 0 }
  let behaviour = pass
  let latency = 0
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: target.host ?? '127.0.0.1', port: target.port, noDelay: true })
    const link = {}
    forward(client, upstream, 'client', link)
    forward(upstream, client, 'server', link)
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  const [itsAddress, ownAddress] = [target.port, port].map((each) => {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(each)
    return Buffer.concat([Buffer.from(target.host ?? '127.0.0.1'), number])
  }) as [Buffer, Buffer]

  return {
    port,
    sent,
    broke,
    behave: (next) => {
      behaviour = next
    },
    delay: (milliseconds) => {
      latency = milliseconds
    },
    reset,
    refuse,
    accept: async () => void (server.listening || (await listen(port))),
    close: refuse,
  }

  function forward(from: Socket, to: Socket, sender: Sender, link: object): void {
    sockets.add(from)
    let line = Promise.resolve()
    const inOrder = (piece: Buffer) => {
      const arrival = sleep(latency)
      line = line.then(() => (latency > 0 ? arrival : undefined)).then(() => deliver(piece))
    }
    from.on('data', inOrder)
    // An error is followed by "close".
    from.on('error', () => {})
    from.on('close', () => {
      sockets.delete(from)
      inOrder(Buffer.alloc(0))
    })

    function deliver(piece: Buffer): void {
      const fate = behaviour(piece, sender, link)
      if (fate === 'lose' && piece.length > 0) broke.lost += 1
      if (fate === 'reset') cut(from, to)
      if (fate !== 'pass' || to.destroyed) return
      if (latency > 0) broke.late += 1
      if (target.tellsItsAddress && sender === 'server') tellOwnAddress(piece)
      sent[sender] += piece.length
      if (piece.length === 0) to.destroy()
      else if (!to.write(piece)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    }
  }

  /** Of the same length, so that nothing else changes. */
  function tellOwnAddress(piece: Buffer): void {
    for (let at = piece.indexOf(itsAddress); at >= 0; at = piece.indexOf(itsAddress, at)) ownAddress.copy(piece, at)
  }

  /** Both ends of a connection. */
  function cut(...ends: readonly Socket[]): void {
    broke.cut += 1
    for (const socket of ends) socket.resetAndDestroy()
  }

  function reset(): void {
    broke.cut += Math.ceil(sockets.size / 2)
    for (const socket of sockets) socket.resetAndDestroy()
  }

  async function refuse(): Promise<void> {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    reset()
    await closed
  }
}
