import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { callbacks } from './callbacks.ts'
import { closedDoors } from './closed-doors.ts'
import { composeProject, docker } from './compose-project.ts'
import { confinement } from './confinement.ts'
import { providerInPlace } from './provider-in-place.ts'
import { wholeWay } from './whole-way.ts'
import { sayWhenLeftOut, withDocker } from './with-docker.ts'

sayWhenLeftOut('The whole system in containers')

if (withDocker) {
  const project = await composeProject()

  describe('the whole system in containers', () => {
    before(() => project.start())
    after(async () => {
      await project.remove()
      const label = `label=com.docker.compose.project=${project.name}`
      for (const kind of ['container', 'volume', 'network']) {
        assert.equal(await docker(kind, 'ls', '-q', '--filter', label), '', `a ${kind} is left behind`)
      }
    })

    describe('confines its containers', () => confinement(project))
    describe('closes its doors', () => closedDoors(project))
    describe('has a provider', () => providerInPlace(project))
    describe('goes the whole way', () => wholeWay(project))
    describe('calls back', () => callbacks(project))
  })
}
