import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { needsBrowser, noise, openPageStage, plain } from '../page-stage.ts'

describe('the history of this browser', needsBrowser, () => {
  const stage = openPageStage()
  const link = (name: string) => stage.page.getByRole('link', { name })
  const entry = (name: string) => stage.page.locator('.row', { hasText: name })

  it('lists what was sent, leads back to it, and is cleared', async () => {
    const { page } = stage
    await stage.resize(await noise(60, 40, 'first.png'))
    const first = page.url()
    await stage.resize(await noise(40, 60, 'second.png'))
    await link('History').click()
    assert.deepEqual(await page.locator('.row .name').allTextContents(), ['second.png', 'first.png'])
    await entry('first.png').getByText('completed').waitFor()
    await entry('first.png').getByText('60 × 40 → 30 × 20 PNG').waitFor()
    await entry('first.png').getByRole('link').click()
    await stage.completed()
    assert.equal(page.url(), first)
    await page.getByText('60 × 40 px').waitFor()

    await link('History').click()
    await page.getByRole('button', { name: 'Forget first.png' }).click()
    assert.deepEqual(await page.locator('.row .name').allTextContents(), ['second.png'])
    await page.getByRole('button', { name: 'Clear the history' }).click()
    await page.getByText('Nothing yet.').waitFor()
    await page.reload()
    await page.getByText('Nothing yet.').waitFor()
  })

  it('brings back the whole list after a reload, out of the address', async () => {
    const { page } = stage
    const pictures = ['a', 'b', 'c'].map((name, index) => plain(40 + index, 30, '#456', `${name}.png`))
    await stage.choose(...(await Promise.all(pictures)))
    await page.getByRole('heading', { name: '3 pictures' }).waitFor()
    await stage.send()
    await page.locator('.list-counts', { hasText: '3 completed' }).waitFor()
    await page.locator('.row', { hasText: 'b.png' }).getByRole('button').first().click()
    await stage.completed()
    const address = page.url()
    await page.reload()
    await page.getByRole('heading', { name: '3 pictures' }).waitFor()
    await page.locator('.list-counts', { hasText: '3 completed' }).waitFor()
    assert.deepEqual(await page.locator('.row .name').allTextContents(), ['a.png', 'b.png', 'c.png'])
    assert.equal(page.url(), address)
    await page.getByText('41 × 30 px').waitFor()
    // And they can be asked for something else, though nobody chose them here.
    await page.locator('label.segment', { hasText: 'GIF' }).click()
    await stage.send()
    await page.locator('.row', { hasText: 'c.png' }).getByText('completed').waitFor()
    await page.locator('.list-counts', { hasText: '3 completed' }).waitFor()
    await page.locator('.caption', { hasText: 'GIF' }).waitFor()
  })

  it('is one for two tabs, which otherwise do not disturb each other', async () => {
    const { page, context, service } = stage
    const other = await context.newPage()
    await other.goto(`${service.url}/#/history`)
    await other.getByText('Nothing yet.').waitFor()
    await stage.resize(await noise(60, 40, 'here.png'))
    await other.locator('.row', { hasText: 'here.png' }).getByText('completed').waitFor()

    await other.getByRole('link', { name: 'Resize' }).click()
    const there = await noise(50, 50, 'there.png')
    await other.setInputFiles('input[type=file]', there)
    await other.getByText('50 × 50 px').waitFor()
    await other.getByRole('button', { name: 'Resize', exact: true }).click()
    await other.getByRole('img', { name: 'The result, 25 × 25 pixels' }).waitFor()
    await page.getByRole('img', { name: 'The result, 30 × 20 pixels' }).waitFor()
    await link('History').click()
    assert.deepEqual(await page.locator('.row .name').allTextContents(), ['there.png', 'here.png'])
    await page.getByRole('button', { name: 'Clear the history' }).click()
    await other.getByRole('link', { name: 'History' }).click()
    await other.getByText('Nothing yet.').waitFor()
  })

  it('goes on with the work while another view is shown', async () => {
    const { page } = stage
    const pictures = Array.from({ length: 6 }, (_, index) => noise(300, 200, `${index}.png`))
    await stage.choose(...(await Promise.all(pictures)))
    await page.getByRole('heading', { name: '6 pictures' }).waitFor()
    await page.getByLabel('Width').fill('123')
    await stage.send()
    await link('History').click()
    await page.locator('.row.is-completed').nth(5).waitFor()
    await link('Resize').click()
    await page.locator('.list-counts', { hasText: '6 completed' }).waitFor()
    await stage.completed()
    assert.equal(await page.getByLabel('Width').inputValue(), '123', 'the form is as it was left')
  })
})
