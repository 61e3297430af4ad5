import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { Download } from 'playwright-core'
import { overflow, violations } from '../axe.ts'
import { resize } from '../client.ts'
import { needsBrowser, noise, openPageStage } from '../page-stage.ts'

const textOf = async (download: Download) => readFileSync(await download.path(), 'utf8')

const LOOKS = [
  ['light', { width: 1360, height: 900 }],
  ['dark', { width: 360, height: 740 }],
] as const

describe('the playbacks view', needsBrowser, () => {
  const stage = openPageStage()
  const open = () => stage.page.getByRole('link', { name: 'Playbacks' }).click()
  const section = (name: string | RegExp) => stage.page.getByRole('region', { name })
  const isSound = async (what: string) => {
    assert.deepEqual(await violations(stage.page), [], what)
    assert.equal(await overflow(stage.page), 0, `${what}: nothing stands over the edge`)
  }

  for (const [colorScheme, viewport] of LOOKS) {
    it(`runs operations of this browser under two models, compares them, and plays one side by side: ${colorScheme}, ${viewport.width} pixels wide`, async () => {
      const { page } = stage
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
      for (const name of ['first.png', 'second.png']) await stage.resize(await noise(60, 40, name))
      await open()
      const form = section('Run operations again')
      assert.ok(await form.getByRole('button', { name: 'Run', exact: true }).isDisabled())
      await form.getByRole('button', { name: 'Choose all 2' }).click()
      for (const model of ['Event notification', 'Event carried state transfer', 'Event sourcing'])
        await form.getByLabel(model).uncheck()
      await form.getByLabel('Ended in the middle').selectOption('The mediator')
      await isSound('the form')
      await form.getByRole('button', { name: 'Run', exact: true }).click()

      await page.locator('.run-state', { hasText: 'completed' }).waitFor()
      const results = section('Results, against the recorded ones')
      assert.deepEqual(await results.locator('dt').allTextContents(), ['Mediator', 'Broker'])
      assert.deepEqual(await results.locator('dd').allTextContents(), ['2 equal', '2 equal'])
      const measures = section('What each model cost').first()
      const bars = measures.getByRole('list', { name: 'Messages' }).locator('.bar-count')
      const messages = await bars.allTextContents()
      assert.ok(messages.every((text) => Number(text) > 0))
      await measures.getByText('As a table').click()
      const row = measures.locator('tr', { has: page.getByRole('rowheader', { name: 'Messages', exact: true }) })
      assert.deepEqual(await row.locator('td').allTextContents(), messages)
      const calls = measures.locator('tr', { has: page.getByRole('rowheader', { name: 'Calls', exact: true }) })
      const [commanded, triggered] = await calls.locator('td').allTextContents()
      assert.ok(Number(commanded) >= 6)
      assert.equal(triggered, '0')
      const fault = section('When the mediator ended in the middle')
      await fault.getByText(/^The mediator ended after .* 0 lost\.$/).waitFor()
      await fault.getByText('It has no mediator.').waitFor()
      await section('Who knows what').getByText('who listens: each step by itself').waitFor()

      const twoUp = section('Two models, one operation')
      const place = twoUp.getByRole('slider', { name: 'Step' })
      const all = Number(await place.getAttribute('max'))
      assert.ok(all > 10)
      assert.equal(await twoUp.locator('.trace').first().locator('.mark').count(), all)
      const ends = twoUp.locator('.trace').first().locator('.mark.is-part-ended')
      assert.equal(await ends.count(), 1)
      await twoUp
        .getByRole('region', { name: 'Mediator', exact: true })
        .getByText('mediator was ended (mediator-1)')
        .waitFor()
      await place.focus()
      await page.keyboard.press('Home')
      await twoUp.getByText('Nothing has happened yet.').waitFor()
      await page.keyboard.press('ArrowRight')
      await twoUp.locator('.playing-now', { hasText: 'client hands it in' }).waitFor()
      await twoUp.getByLabel('Speed').selectOption('As recorded')
      await twoUp.getByRole('button', { name: 'Play' }).click()
      await twoUp.locator('output', { hasText: `${all} of ${all}` }).waitFor()
      await twoUp
        .getByRole('region', { name: 'Broker', exact: true })
        .getByText(/ended after/)
        .waitFor()
      await twoUp.getByLabel('Above').selectOption('Broker')
      await twoUp.getByRole('region', { name: 'Mediator', exact: true }).waitFor()
      await twoUp.getByLabel('Operation').selectOption({ index: 1 })
      await isSound('a report')
    })
  }

  it('saves the report as JSON and as Markdown', async () => {
    const { page, service } = stage
    const { identifier } = await resize(service.url, (await noise(30, 20)).buffer, { width: 10 })
    await open()
    const form = section('Run operations again')
    await form.getByLabel('IDs of operations').fill('not an ID')
    await form.getByText('Not an ID of 32 hexadecimal digits: not').waitFor()
    await form.getByLabel('IDs of operations').fill(identifier)
    await form.getByRole('button', { name: 'Run', exact: true }).click()
    await page.locator('.run-state', { hasText: 'completed' }).waitFor()
    const save = async (as: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Save as ${as}` }).click(),
      ])
      return await textOf(download)
    }
    assert.equal(JSON.parse(await save('JSON')).reports.length, 5)
    assert.match(await save('Markdown'), /^\| broker \| 1 \| 1 \|/m)
  })

  it('cancels a run', async () => {
    const { page, service } = stage
    const picture = await noise(30, 20)
    const ids: string[] = []
    for (const width of [10, 11]) ids.push((await resize(service.url, picture.buffer, { width })).identifier)
    const answer = await fetch(`${service.url}/api/playbacks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operations: ids, speed: '×0.001' }),
    })
    const { identifier } = (await answer.json()) as { identifier: string }
    await page.goto(`${service.url}/#/playbacks/${identifier}`)
    await page.getByText('1 of 2 operations have ended').waitFor()
    await isSound('a run that goes on')
    await page.getByRole('button', { name: 'Cancel the run' }).click()
    await page.locator('.run-state', { hasText: 'cancelled' }).waitFor()
    assert.equal(await page.getByRole('button', { name: 'Cancel the run' }).count(), 0)
  })

  it('says so when there is no such run', async () => {
    const { page, service, complaints } = stage
    await page.goto(`${service.url}/#/playbacks/${'0'.repeat(32)}`)
    await page.getByRole('alert').getByText('No playback run has this ID.').waitFor()
    for (const line of complaints.splice(0)) assert.match(line, /status of 404/)
  })
})
