import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { blackHole, loseReplies, loseReplyTo, pass, type TcpProxy } from '../tcp-proxy.ts'
import { count, faultServers } from './forms.ts'
import { LINKS, type Link, type LinkName, openLinks } from './stack-links.ts'
import { loseNothing, makeReference, type Reference } from './stack-load.ts'
import { type StackStage, startStackStage } from './stack-stage.ts'

/** What the reply is lost to which matters most on a link: it was carried out, and nobody knows. */
const QUESTIONS: Readonly<Record<LinkName, readonly string[]>> = {
  MySQL: ['insert into `operation`', 'update `operation`', 'commit'],
  'submit → Kafka': ['picture-resize.operation.requested'],
  'connector → Kafka': ['.connector'],
  'connector → gateway': ['POST /function/resize-worker'],
  'gateway → worker': ['POST /'],
}

/** What happens to a link, and the count of its proxies that shows that something was on its way at that moment. */
const FAULTS: readonly {
  readonly name: string
  readonly breaks: keyof TcpProxy['broke']
  readonly times?: number
  readonly begin: (proxy: TcpProxy, link: LinkName, time: number) => void | Promise<void>
  readonly lastsMs: number
}[] = [
  { name: 'slow', breaks: 'late', begin: (proxy) => proxy.delay(25), lastsMs: 1500 },
  { name: 'cut', breaks: 'cut', begin: (proxy) => proxy.reset(), lastsMs: 200, times: count({ short: 3, long: 20 }) },
  {
    name: 'cut before a reply',
    breaks: 'cut',
    begin: (proxy, link, time) => proxy.behave(loseReplyTo(QUESTIONS[link][time % QUESTIONS[link].length] ?? '')),
    lastsMs: 100,
    times: count({ short: 3, long: 20 }),
  },
  { name: 'without replies', breaks: 'lost', begin: (proxy) => proxy.behave(loseReplies), lastsMs: 1000 },
  { name: 'a black hole', breaks: 'lost', begin: (proxy) => proxy.behave(blackHole), lastsMs: 1000 },
  { name: 'refused', breaks: 'cut', begin: (proxy) => proxy.refuse(), lastsMs: count({ short: 2000, long: 10_000 }) },
]

const HIT_WITHIN_MS = 20_000

const servers = faultServers('Faults of the links')

if (servers) {
  describe('the stack loses and doubles nothing', () => {
    let stage: StackStage
    let opened: Awaited<ReturnType<typeof openLinks>>
    let reference: Reference
    before(async () => {
      reference = await makeReference()
      stage = await startStackStage(servers, async (...stack) => {
        opened = await openLinks(servers, ...stack)
        return opened
      })
    })
    after(async () => {
      await stage?.stop()
      await opened?.close()
    })

    for (const name of LINKS) {
      it(`when the link ${name} is ${FAULTS.map((fault) => fault.name).join(', ')}`, async (t) => {
        const load = { operations: count({ short: 40, long: 200 }), reference, untilOver: true }
        await loseNothing(t, stage, load, async () => {
          const link = opened.links[name]
          for (const fault of FAULTS) {
            for (let time = 0; time < (fault.times ?? 1); time += 1) {
              const sent = sentThrough(link)
              await until(() => sentThrough(link) > sent, `nothing goes through ${name}`)
              const before = broke(link, fault.breaks)
              for (const proxy of link) await fault.begin(proxy, name, time)
              await until(() => broke(link, fault.breaks) > before, `${name} was never ${fault.name}`)
              await sleep(fault.lastsMs)
              for (const proxy of link) await mend(proxy)
            }
          }
          t.diagnostic(`${name}: ${JSON.stringify(link.map((proxy) => proxy.broke))}`)
        })
      })
    }
  })
}

const broke = (link: Link, what: keyof TcpProxy['broke']) => link.reduce((sum, proxy) => sum + proxy.broke[what], 0)

const sentThrough = (link: Link) => link.reduce((sum, { sent }) => sum + sent.client + sent.server, 0)

/** A fault that met nothing shows nothing. */
async function until(isSo: () => boolean, message: string): Promise<void> {
  const deadline = Date.now() + HIT_WITHIN_MS
  while (!isSo()) {
    assert.ok(Date.now() < deadline, message)
    await sleep(10)
  }
}

/** Everything is as before; what had become of no use is gone. */
async function mend(proxy: TcpProxy): Promise<void> {
  proxy.delay(0)
  proxy.behave(pass)
  proxy.reset()
  await proxy.accept()
}
