import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Goal, type Member, nextStep } from './next-step.ts'

const member = (id: string, phase: Member['phase'], revision = 'new'): Member => ({
  id,
  revision,
  phase,
  createdAt: id.charCodeAt(0),
})
const goal = (replicas: number): Goal => ({ revision: 'new', replicas, keepsStopped: false })
const count = (members: readonly Member[], ...phases: Member['phase'][]) =>
  members.filter(({ phase }) => phases.includes(phase)).length

/** A function with any containers, any goal, and what the world does in between: which containers get on. */
const schedule = fc.record({
  members: fc.array(
    fc.record({
      revision: fc.constantFrom('old', 'older', 'new'),
      phase: fc.constantFrom<Member['phase'][]>('stopped', 'starting', 'ready', 'stopping'),
    }),
    { maxLength: 6 },
  ),
  replicas: fc.integer({ min: 0, max: 4 }),
  keepsStopped: fc.boolean(),
  world: fc.infiniteStream(fc.boolean()),
})

describe('the next step towards a goal', () => {
  it('is none when everything is as it shall be', () => {
    assert.deepEqual(nextStep([member('a', 'ready')], goal(1)), { do: 'nothing' })
    assert.deepEqual(nextStep([member('a', 'stopped')], goal(0)), { do: 'nothing' })
  })

  it('of an update is a new replica first, and an old one when the new one takes calls', () => {
    const old = member('a', 'ready', 'old')
    assert.deepEqual(nextStep([old], goal(1)), { do: 'create' })
    assert.deepEqual(nextStep([old, member('b', 'starting')], goal(1)), { do: 'wait' })
    assert.deepEqual(nextStep([old, member('b', 'ready')], goal(1)), { do: 'retire', id: 'a' })
    assert.deepEqual(nextStep([member('a', 'stopping', 'old'), member('b', 'ready')], goal(1)), { do: 'wait' })
    assert.deepEqual(nextStep([member('a', 'stopped', 'old'), member('b', 'ready')], goal(1)), {
      do: 'remove',
      id: 'a',
    })
  })

  it('from zero starts what is there', () => {
    assert.deepEqual(nextStep([member('a', 'stopped')], goal(2)), { do: 'start', id: 'a' })
    assert.deepEqual(nextStep([member('a', 'starting')], goal(2)), { do: 'create' })
  })

  it('down lets those go first that are of the least use', () => {
    const members = [member('a', 'ready'), member('b', 'ready'), member('c', 'starting')]
    assert.deepEqual(nextStep(members, goal(2)), { do: 'retire', id: 'c' })
    assert.deepEqual(nextStep(members.slice(0, 2), goal(1)), { do: 'retire', id: 'b' })
  })

  it('comes to the goal from anywhere, and on the way never serves less or runs more than it must', () => {
    fc.assert(
      fc.property(schedule, ({ members: given, replicas, keepsStopped, world }) => {
        const wanted = { revision: 'new', replicas, keepsStopped }
        let members: Member[] = given.map((one, index) => ({ ...one, id: `m${index}`, createdAt: index }))
        const servedAtFirst = count(members, 'ready')
        const mostRunning = Math.max(count(members, 'ready', 'starting'), replicas + 1)
        let created = members.length

        for (let steps = 0; ; steps++) {
          assert.ok(steps < 500, 'it comes to an end')
          const step = nextStep(members, wanted)
          if (step.do === 'nothing') break
          members = take(members, step)
          assert.ok(
            count(members, 'ready') >= Math.min(servedAtFirst, replicas),
            'as many serve as before or as wanted',
          )
          assert.ok(count(members, 'ready', 'starting') <= mostRunning, 'one more than wanted at the most')
          // When it waits the world gets on, or it would wait for ever.
          members = members.map((one) => (step.do === 'wait' || world.next().value ? getOn(one) : one))
        }

        const running = members.filter(({ phase }) => phase !== 'stopped')
        assert.deepEqual(
          running.map(({ revision, phase }) => `${revision} ${phase}`),
          Array.from({ length: replicas }, () => 'new ready'),
        )
        if (!keepsStopped) assert.ok(count(members, 'stopped') <= (replicas === 0 ? 1 : 0))

        function take(list: Member[], step: ReturnType<typeof nextStep>): Member[] {
          const change = (id: string, phase: Member['phase']) =>
            list.map((one) => (one.id === id ? { ...one, phase } : one))
          switch (step.do) {
            case 'create':
              return [...list, { id: `m${created}`, revision: 'new', phase: 'starting', createdAt: created++ }]
            case 'start':
              return change(step.id, 'starting')
            case 'retire':
              return change(step.id, 'stopping')
            case 'remove':
              return list.filter(({ id }) => id !== step.id)
            default:
              return list
          }
        }
      }),
      { numRuns: 2000 },
    )
  })
})

function getOn(one: Member): Member {
  if (one.phase === 'starting') return { ...one, phase: 'ready' }
  return one.phase === 'stopping' ? { ...one, phase: 'stopped' } : one
}
