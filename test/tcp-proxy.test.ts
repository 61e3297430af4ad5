import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { blackHole, loseReplies, loseReplyTo, startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

describe('TCP proxy', () => {
  let echo: Server
  let proxy: TcpProxy
  const heard: string[] = []
  before(async () => {
    echo = createServer((socket) => {
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        heard.push(String(chunk))
        socket.write(chunk)
      })
    }).listen(0, '127.0.0.1')
    await once(echo, 'listening')
  })
  beforeEach(async () => {
    heard.length = 0
    proxy = await startTcpProxy({ port: (echo.address() as AddressInfo).port })
  })
  afterEach(() => proxy.close())
  after(() => echo.close())

  const dial = async (): Promise<Socket> => {
    const socket = connect(proxy.port, '127.0.0.1')
    socket.on('error', () => {})
    await once(socket, 'connect')
    return socket
  }
  const say = async (socket: Socket, text: string): Promise<string> => {
    const reply = once(socket, 'data')
    socket.write(text)
    return String((await reply)[0])
  }
  const isSilent = async (socket: Socket) => (await Promise.race([once(socket, 'data'), tick(50)])) === undefined
  const tick = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

  it('passes on what both sides say and counts it', async () => {
    const socket = await dial()
    assert.equal(await say(socket, 'hello'), 'hello')
    assert.deepEqual(proxy.sent, { client: 5, server: 5 })
  })

  it('delays each piece, in order', async () => {
    const socket = await dial()
    proxy.delay(30)
    const begin = performance.now()
    assert.equal(await say(socket, 'late'), 'late')
    assert.ok(performance.now() - begin >= 55)
    assert.equal(proxy.broke.late, 2)
  })

  it('resets connections, and takes new ones', async () => {
    const socket = await dial()
    await say(socket, 'hello')
    const error = once(socket, 'error')
    proxy.reset()
    assert.match(String(await error), /ECONNRESET/)
    assert.deepEqual(proxy.broke, { late: 0, lost: 0, cut: 1 })
    assert.equal(await say(await dial(), 'again'), 'again')
  })

  it('swallows what is said in a black hole, on connections new and old', async () => {
    const old = await dial()
    await say(old, 'hello')
    proxy.behave(blackHole)
    for (const socket of [old, await dial()]) {
      socket.write('nobody')
      assert.ok(await isSilent(socket))
    }
    assert.deepEqual(heard, ['hello'])
  })

  it('loses replies to what was heard', async () => {
    const socket = await dial()
    proxy.behave(loseReplies)
    socket.write('do it')
    assert.ok(await isSilent(socket))
    assert.deepEqual(heard, ['do it'])
    assert.equal(proxy.broke.lost, 1)
  })

  it('loses the reply to one piece and cuts the connection, once', async () => {
    const socket = await dial()
    proxy.behave(loseReplyTo('commit'))
    assert.equal(await say(socket, 'begin'), 'begin')
    const error = once(socket, 'error')
    socket.write('commit')
    assert.match(String(await error), /ECONNRESET/)
    assert.deepEqual(heard, ['begin', 'commit'])
    assert.equal(await say(await dial(), 'commit'), 'commit')
  })

  it('stands for a server that tells its address', async () => {
    const { port } = echo.address() as AddressInfo
    const broker = await startTcpProxy({ port, tellsItsAddress: true })
    const socket = connect(broker.port, '127.0.0.1').on('error', () => {})
    const said = (number: number) =>
      Buffer.concat([Buffer.from('at 127.0.0.1'), Buffer.from(Uint32Array.of(number).buffer).reverse()])
    const reply = once(socket, 'data')
    socket.write(said(port))
    assert.deepEqual((await reply)[0], said(broker.port))
    await broker.close()
  })

  it('refuses connections until it accepts them again', async () => {
    await proxy.refuse()
    await assert.rejects(dial(), /ECONNREFUSED/)
    await proxy.accept()
    assert.equal(await say(await dial(), 'back'), 'back')
  })
})
