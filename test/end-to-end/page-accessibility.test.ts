import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { overflow, violations } from '../axe.ts'
import { letter, needsBrowser, noise, openPageStage } from '../page-stage.ts'

const DEVICES = [
  ['desktop', { width: 1360, height: 900 }],
  ['phone', { width: 360, height: 740 }],
] as const

describe('the page for everybody', needsBrowser, () => {
  const stage = openPageStage()
  const isSound = async (what: string) => {
    assert.deepEqual(await violations(stage.page), [], what)
    assert.equal(await overflow(stage.page), 0, `${what}: nothing stands over the edge`)
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [device, viewport] of DEVICES) {
      it(`has no violation in any view, empty or full: ${colorScheme}, ${device}`, async () => {
        const { page } = stage
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize(viewport)
        await walk(isSound)
      })
    }
  }

  /** Goes through every view, and says what is to be seen. */
  async function walk(seen: (what: string) => Promise<void>): Promise<void> {
    const { page, complaints } = stage
    await seen('nothing chosen')
    await stage.choose(await noise(200, 100, 'a picture with a long name that has no room.png'), letter)
    await page.getByRole('heading', { name: '2 pictures' }).waitFor()
    for (const fit of ['cover', 'contain']) {
      await page.locator('label.fit', { hasText: fit }).click()
      await page.locator('label.segment', { hasText: 'JPEG' }).click()
      await seen(`the form with ${fit}`)
    }
    await stage.send()
    await page.locator('.list-counts', { hasText: '1 completed, 1 failed' }).waitFor()
    await stage.completed()
    await page.getByText('Ask for the same with').click()
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByRole('slider', { name: /How much of the source/ }).waitFor()
    await seen('a result, compared')
    await page.locator('.row', { hasText: 'letter.png' }).getByRole('button').first().click()
    await page.getByRole('alert').waitFor()
    await seen('a refusal')
    await page.getByRole('link', { name: 'History' }).click()
    await page.locator('.row').first().waitFor()
    await seen('the history')
    await page.getByRole('link', { name: 'What made this?' }).click()
    await seen('the lookup')
    await page.setInputFiles('input[type=file]', await noise(30, 30))
    await page.getByRole('alert').waitFor()
    await seen('nothing found')
    await page.getByRole('link', { name: 'Operations' }).click()
    await page.locator('.columns rect').first().waitFor()
    await page.getByText('As a table').first().click()
    await seen('the operations')
    for (const line of complaints.splice(0)) assert.match(line, /status of 4\d\d/)
  }
})

describe('the page by keyboard alone', needsBrowser, () => {
  const stage = openPageStage()

  it('resizes a picture', async () => {
    const { page } = stage
    await stage.choose(await noise(80, 40))
    await page.getByText('80 × 40 px').waitFor()
    const focused = () =>
      page.evaluate('(document.activeElement.getAttribute("name") ?? document.activeElement.textContent)')
    const tabTo = async (what: string) => {
      for (let steps = 0; steps < 30; steps += 1) {
        await page.keyboard.press('Tab')
        if ((await focused()) === what) return
      }
      assert.fail(`${what} cannot be reached`)
    }
    await tabTo('width')
    await page.keyboard.type('20')
    await tabTo('fit')
    await page.keyboard.press('ArrowRight')
    assert.ok(await page.getByLabel('contain').isChecked())
    await tabTo('format')
    await page.keyboard.press('ArrowRight')
    await tabTo('quality')
    await page.keyboard.press('ArrowLeft')
    await tabTo('Resize')
    await page.keyboard.press('Enter')
    await stage.completed()
    await page.getByRole('img', { name: 'The result, 20 × 10 pixels' }).waitFor()
    await page.locator('.caption', { hasText: 'JPEG' }).waitFor()
  })
})
