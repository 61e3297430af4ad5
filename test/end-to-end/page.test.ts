import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { childrenOf, isAlive } from '../child-processes.ts'
import { submit } from '../client.ts'
import { type LocalProcess, startLocalProcess, temporaryFolder } from '../local-process.ts'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const skip = existsSync(executablePath)
  ? false
  : `left out: there is no Chromium at ${executablePath}. Run it with CHROMIUM=/path/to/chromium npm test`

/** Chromium calls home unless told otherwise; nothing but this machine can be reached from here. */
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
]

/** A picture that compresses badly, so that it is some work to resize it. */
const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
    .png()
    .toBuffer()

describe('the page in a browser', { skip }, () => {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  let browser: Browser
  let page: Page
  let requested: string[]
  let complaints: string[]

  before(async () => {
    execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-page.mjs')])
    service = await startLocalProcess({ DATA_DIR: folder })
    browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS })
  })
  after(async () => {
    await browser?.close()
    await service?.end('SIGTERM')
    remove()
  })

  beforeEach(async () => {
    page = await browser.newPage()
    requested = []
    complaints = []
    page.on('request', (request) => requested.push(request.url()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (line) => complaints.push(line.text()))
    await page.goto(service.url)
  })
  afterEach(async () => {
    await page.close()
    const foreign = requested.filter((url) => !url.startsWith(`${service.url}/`) && !url.startsWith('blob:'))
    assert.deepEqual(foreign, [], 'nothing is requested from elsewhere')
    assert.deepEqual(complaints, [], 'the console stays empty')
  })

  const choose = (buffer: Buffer, name = 'noise.png') =>
    page.setInputFiles('input[type=file]', { name, mimeType: 'image/png', buffer })
  const resize = () => page.getByRole('button', { name: 'Resize' }).click()
  const shownId = () => page.locator('[data-operation]').textContent()
  const completed = () => page.locator('[aria-current=step]', { hasText: 'completed' }).waitFor()
  const result = () => page.getByRole('img', { name: /^The result/ })

  /** The sides of the result as the browser has decoded it. */
  const shownSides = () =>
    result().evaluate(async (element: unknown) => {
      const shown = element as { decode(): Promise<void>; naturalWidth: number; naturalHeight: number }
      await shown.decode()
      return [shown.naturalWidth, shown.naturalHeight]
    })

  it('resizes a picture to the size asked for, and offers it for download', async () => {
    await choose(await noise(300, 200))
    await page.getByText('300 × 200 px').waitFor()
    await page.getByLabel('Width').fill('120')
    assert.equal(await page.getByLabel('Height').inputValue(), '80', 'linked sides follow each other')
    await resize()
    await completed()
    assert.deepEqual(await shownSides(), [120, 80])

    const id = await shownId()
    assert.equal(page.url(), `${service.url}/#${id}`)
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download').click()])
    assert.match(download.suggestedFilename(), new RegExp(`^${id}.*\\.png$`))
    const { width, height } = await sharp(await download.path()).metadata()
    assert.deepEqual([width, height], [120, 80])
  })

  it('lets the sides go their own ways, with the fit that was chosen', async () => {
    await choose(await noise(300, 200))
    await page.getByRole('button', { name: 'Keep the aspect ratio' }).click()
    await page.getByLabel('Width').fill('90')
    await page.getByLabel('Height').fill('90')
    await page.getByLabel('inside').check()
    await page.keyboard.press('Enter')
    await completed()
    assert.deepEqual(await shownSides(), [90, 60])
  })

  it('takes a picture that is pasted', async () => {
    const base64 = (await noise(40, 30)).toString('base64')
    await page.evaluate(`(() => {
      const clipboardData = new DataTransfer()
      const bytes = Uint8Array.from(atob('${base64}'), (letter) => letter.charCodeAt(0))
      clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }))
      dispatchEvent(new ClipboardEvent('paste', { clipboardData }))
    })()`)
    await page.getByText('pasted.png').waitFor()
    await page.getByText('40 × 30 px').waitFor()
  })

  it('does not send a size that cannot be asked for', async () => {
    await choose(await noise(30, 20))
    for (const width of ['0', '2000', '12.5', '']) {
      await page.getByLabel('Width').fill(width)
      await page.getByText('A side has 1 to 1999 pixels.').waitFor()
      assert.ok(await page.getByRole('button', { name: 'Resize' }).isDisabled())
    }
  })

  it('says what is wrong with a file that is no picture, and what to do', async () => {
    await choose(Buffer.from('only a letter'), 'letter.png')
    await page.getByText('No preview').waitFor()
    await resize()
    const problem = page.getByRole('alert')
    await problem.getByText('The picture has a format that is not supported.').waitFor()
    await problem.getByText('Save it as PNG, JPEG, GIF or BMP and choose it again.').waitFor()
    await problem.getByText('picture-format-not-supported').waitFor()
    assert.equal(page.url(), `${service.url}/`, 'there is no operation')
    // The browser itself writes refused requests to the console.
    assert.match(complaints.pop() ?? '', /status of 415/)
  })

  it('goes on after a reload during the work', async (t) => {
    // The engine is held still until the reload is over, so that there is work to come back to.
    const engine = childrenOf(service.pid)
    assert.ok(engine.length > 0)
    const signal = (name: NodeJS.Signals) => {
      for (const pid of engine.filter(isAlive)) process.kill(pid, name)
    }
    signal('SIGSTOP')
    t.after(() => signal('SIGCONT'))
    await choose(await noise(200, 100))
    await page.getByLabel('Width').fill('50')
    await resize()
    const id = await shownId()
    await page.reload()
    await page.getByText('Resizing…').waitFor()
    assert.equal(await shownId(), id)
    signal('SIGCONT')
    await completed()
    assert.deepEqual(await shownSides(), [50, 25])
    await page.getByText('200 × 100 px').waitFor()
    assert.equal(await page.getByLabel('Width').inputValue(), '50', 'the form is as it was')
  })

  it('shows an operation by its address, and erases it after asking', async () => {
    const response = await submit(service.url, await noise(20, 10), { width: 10 })
    const { identifier } = (await response.json()) as { identifier: string }
    await page.goto(`${service.url}/#${identifier}`)
    await completed()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    assert.deepEqual(await shownSides(), [10, 5])
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Nothing here yet').waitFor()
    assert.equal((await fetch(`${service.url}/api/${identifier}/picture`)).status, 410)
    await page.goBack()
    await page.getByText('No longer kept', { exact: true }).waitFor()
  })
})
