import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { overflow, violations } from '../axe.ts'
import { needsBrowser, noise, openPageStage } from '../page-stage.ts'

const LOOKS = [
  ['light', { width: 1360, height: 900 }],
  ['dark', { width: 360, height: 740 }],
] as const

describe('the watch view', needsBrowser, () => {
  const stage = openPageStage()
  const player = () => stage.page.getByRole('region', { name: 'An operation, step by step' })
  const place = () => player().getByRole('slider', { name: 'Step' })
  const steps = (shown: number, all: number) =>
    player()
      .locator('output', { hasText: `${shown} of ${all}` })
      .waitFor()
  const isSound = async (what: string) => {
    assert.deepEqual(await violations(stage.page), [], what)
    assert.equal(await overflow(stage.page), 0, `${what}: nothing stands over the edge`)
  }
  /** Opens the history of an operation that has ended. @returns how many steps it has */
  const open = async () => {
    await stage.resize(await noise(60, 40, 'watched.png'))
    await stage.page
      .getByRole('link', { name: /^Watch/ })
      .last()
      .click()
    await place().waitFor()
    return Number(await place().getAttribute('max'))
  }

  for (const [colorScheme, viewport] of LOOKS) {
    it(`plays, pauses, steps, and is scrubbed by keyboard: ${colorScheme}, ${viewport.width} pixels wide`, async () => {
      const { page } = stage
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
      const all = await open()
      assert.ok(all >= 5, 'requested, published, dispatched, claimed, completed')
      await steps(all, all)
      assert.equal(await player().locator('.history-drawing .step').count(), all)
      await isSound('the whole history')
      await player().getByRole('button', { name: 'Play' }).click()
      await player().getByText('Nothing has happened yet.').waitFor()
      await player().getByRole('button', { name: 'Pause' }).click()
      await player().getByRole('button', { name: 'Play' }).waitFor()
      await place().focus()
      await page.keyboard.press('Home')
      await steps(0, all)
      assert.ok(await player().getByRole('button', { name: 'Step back' }).isDisabled())
      await page.keyboard.press('ArrowRight')
      await steps(1, all)
      await player().getByRole('button', { name: 'Step on' }).click()
      await steps(2, all)
      assert.equal(await player().locator('.history-drawing .is-later.step').count(), all - 2)
      assert.equal(await player().locator('tr[aria-current=step] td').first().textContent(), '2')
      await isSound('in the middle')
      await player().getByLabel('Speed').selectOption('As recorded')
      await player().getByRole('button', { name: 'Play' }).click()
      await steps(all, all)
      await player().getByRole('button', { name: 'Play' }).waitFor()
    })
  }

  it('is saved as Mermaid, SVG and JSON', async () => {
    const { page } = stage
    const all = await open()
    const save = async (as: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        player()
          .getByRole('button', { name: `Save as ${as}` })
          .click(),
      ])
      return readFileSync(await download.path(), 'utf8')
    }
    assert.match(await save('Mermaid'), /^sequenceDiagram\n/)
    const svg = await save('SVG')
    assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    assert.match(svg, /<style>[\s\S]*completed/)
    assert.equal(JSON.parse(await save('JSON')).length, all)
  })

  it('is chosen from what this browser has sent, or by its ID', async () => {
    const { page } = stage
    await open()
    const id = page.url().slice(-32)
    await page.getByRole('link', { name: 'Watch', exact: true }).click()
    await page.getByRole('list', { name: 'Sent from this browser' }).getByText('watched.png').waitFor()
    await isSound('the choice')
    await page.getByLabel('ID of an operation').fill(id)
    await page.keyboard.press('Enter')
    await place().waitFor()
    assert.ok(page.url().endsWith(`#/watch/${id}`))
  })
})
