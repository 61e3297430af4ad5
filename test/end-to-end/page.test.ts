import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { childrenOf, isAlive } from '../child-processes.ts'
import { submit } from '../client.ts'
import { letter, needsBrowser, noise, openPageStage, shownSides } from '../page-stage.ts'

describe('the page in a browser', needsBrowser, () => {
  const stage = openPageStage()
  const shownId = () => stage.page.locator('[data-operation]').textContent()

  it('resizes a picture to the size asked for, and offers it for download', async () => {
    const { page, service } = stage
    await stage.choose(await noise(300, 200))
    await page.getByText('300 × 200 px').waitFor()
    await page.getByLabel('Width').fill('120')
    assert.equal(await page.getByLabel('Height').inputValue(), '80', 'linked sides follow each other')
    await stage.send()
    await stage.completed()
    assert.deepEqual(await shownSides(page), [120, 80])

    const id = await shownId()
    assert.equal(page.url(), `${service.url}/#${id}`)
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download').click()])
    assert.match(download.suggestedFilename(), new RegExp(`^${id}.*\\.png$`))
    const { width, height } = await sharp(await download.path()).metadata()
    assert.deepEqual([width, height], [120, 80])
  })

  it('lets the sides go their own ways, with the fit that was chosen', async () => {
    const { page } = stage
    await stage.choose(await noise(300, 200))
    await page.getByText('300 × 200 px').waitFor()
    await page.getByRole('button', { name: 'Keep the aspect ratio' }).click()
    await page.getByLabel('Width').fill('90')
    await page.getByLabel('Height').fill('90')
    await page.getByLabel('inside').check()
    await page.keyboard.press('Enter')
    await stage.completed()
    assert.deepEqual(await shownSides(page), [90, 60])
  })

  it('takes a picture that is pasted', async () => {
    const { page } = stage
    const base64 = (await noise(40, 30)).buffer.toString('base64')
    await page.evaluate(`(() => {
      const clipboardData = new DataTransfer()
      const bytes = Uint8Array.from(atob('${base64}'), (letter) => letter.charCodeAt(0))
      clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }))
      dispatchEvent(new ClipboardEvent('paste', { clipboardData }))
    })()`)
    await page.getByText('pasted.png').waitFor()
    await page.getByText('40 × 30 px').waitFor()
  })

  it('says what is wrong with a file that is no picture, and what to do', async () => {
    const { page, service, complaints } = stage
    await stage.choose(letter)
    await page.getByText('No preview').waitFor()
    await stage.send()
    const problem = page.getByRole('alert')
    await problem.getByText('The picture has a format that is not supported.').waitFor()
    await problem.getByText('Save it as PNG, JPEG, WebP, GIF, TIFF or BMP and choose it again.').waitFor()
    await problem.getByText('picture-format-not-supported').waitFor()
    assert.equal(page.url(), `${service.url}/`, 'there is no operation')
    // The browser itself writes refused requests to the console.
    assert.match(complaints.pop() ?? '', /status of 415/)
  })

  it('says when the service cannot be reached, and tries again when asked to', async () => {
    const { page, complaints } = stage
    await stage.choose(await noise(60, 40))
    await page.getByText('60 × 40 px').waitFor()
    await page.route('**/api/?*', (route) => route.abort())
    await stage.send()
    const problem = page.getByRole('alert')
    await problem.getByText('The service cannot be reached.').waitFor()
    assert.match(complaints.pop() ?? '', /ERR_FAILED/)
    await page.unroute('**/api/?*')
    await problem.getByRole('button', { name: 'Try again' }).click()
    await stage.completed()
  })

  it('goes on after a reload during the work', async (t) => {
    const { page, service } = stage
    // The engine is held still until the reload is over, so that there is work to come back to.
    const engine = childrenOf(service.pid)
    assert.ok(engine.length > 0)
    const signal = (name: NodeJS.Signals) => {
      for (const pid of engine.filter(isAlive)) process.kill(pid, name)
    }
    signal('SIGSTOP')
    t.after(() => signal('SIGCONT'))
    await stage.choose(await noise(200, 100))
    await page.getByText('200 × 100 px').waitFor()
    await page.getByLabel('Width').fill('50')
    await stage.send()
    const id = await shownId()
    await page.reload()
    await page.getByText('Resizing…').waitFor()
    assert.equal(await shownId(), id)
    signal('SIGCONT')
    await stage.completed()
    assert.deepEqual(await shownSides(page), [50, 25])
    await page.getByText('200 × 100 px').waitFor()
    assert.equal(await page.getByLabel('Width').inputValue(), '50', 'the form is as it was')
  })

  it('shows an operation by its address, and erases it after asking', async () => {
    const { page, service } = stage
    const response = await submit(service.url, (await noise(20, 10)).buffer, { width: 10 })
    const { identifier } = (await response.json()) as { identifier: string }
    await page.goto(`${service.url}/#${identifier}`)
    await stage.completed()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    assert.deepEqual(await shownSides(page), [10, 5])
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Nothing here yet').waitFor()
    assert.equal((await fetch(`${service.url}/api/${identifier}/picture`)).status, 410)
    await page.goBack()
    await page.getByText('No longer kept', { exact: true }).waitFor()
  })

  it('is small: all of its script takes less than 150 kB on the way', () => {
    const assets = join(import.meta.dirname, '../../web/dist/assets')
    const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
    const bytes = scripts.map((name) => gzipSync(readFileSync(join(assets, name))).length)
    assert.ok(bytes.reduce((sum, length) => sum + length, 0) < 150_000)
  })

  it('says when there is no such operation', async () => {
    const { page, service, complaints } = stage
    await page.goto(`${service.url}/#${'f'.repeat(32)}`)
    await page.getByRole('alert').getByText('No operation has this ID.').waitFor()
    assert.match(complaints.pop() ?? '', /status of 404/)
  })
})
