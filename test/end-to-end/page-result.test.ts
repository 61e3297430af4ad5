import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { waitForEnd } from '../client.ts'
import { needsBrowser, noise, openPageStage, plain } from '../page-stage.ts'

describe('a result on the page', needsBrowser, () => {
  const stage = openPageStage()

  it('has the history of its operation, event by event', async () => {
    const { page } = stage
    await stage.resize(await noise(80, 60))
    const items = page.getByRole('list', { name: 'What happened' }).getByRole('listitem')
    const texts = await items.allTextContents()
    assert.equal(texts.length, 5)
    assert.match(texts[0] ?? '', /^requested\d\d:\d\d:\d\dPNG, /)
    assert.match(texts[1] ?? '', /^published\+\d.*partition \d, offset \d/)
    assert.match(texts[2] ?? '', /^dispatched\+\d.*invocation 1$/)
    assert.match(texts[3] ?? '', /^claimed\+\d.*attempt 1$/)
    assert.match(texts[4] ?? '', /^completed\+\d.*engine /)
  })

  it('can be compared with its source, by hand and by keyboard', async () => {
    const { page } = stage
    await stage.resize(await plain(200, 100, '#c03030', 'red.png'))
    await page.getByRole('button', { name: 'Compare' }).click()
    const slider = page.getByRole('slider', { name: /How much of the source/ })
    assert.equal(await slider.getAttribute('aria-valuetext'), '50 % before, 50 % after')
    await slider.focus()
    await page.keyboard.press('End')
    assert.equal(await slider.getAttribute('aria-valuetext'), '100 % before, 0 % after')
    const { x, y, width, height } = (await slider.boundingBox()) ?? assert.fail()
    await page.mouse.click(x + width / 4, y + height / 2)
    const [share = 0] = /^\d+/.exec((await slider.getAttribute('aria-valuetext')) ?? '') ?? []
    assert.ok(Math.abs(Number(share) - 25) <= 3, `${share}`)
    const [source, result] = await Promise.all(
      ['.compare .before', '.compare img:first-child'].map((name) => page.locator(name).boundingBox()),
    )
    assert.deepEqual(source, result, 'they lie on each other')
  })

  it('can be asked for with curl: what is copied makes the same result', async () => {
    const { page, context, service } = stage
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const picture = await noise(80, 60, "it's mine.png")
    await stage.choose(picture)
    await page.getByText('80 × 60 px').waitFor()
    await page.locator('label.segment', { hasText: 'WebP' }).click()
    await page.getByLabel('Width').fill('32')
    await stage.send()
    await stage.completed()
    await page.getByText('Ask for the same with').click()
    await page.getByRole('button', { name: 'Copy the request' }).click()
    await page.getByText('Copied').waitFor()
    const copied = String(await page.evaluate('navigator.clipboard.readText()'))
    const folder = mkdtempSync(join(tmpdir(), 'page-'))
    try {
      writeFileSync(join(folder, picture.name), picture.buffer)
      const answer = execFileSync('sh', ['-c', copied], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const [id = ''] = /(?<=identifier: )[0-9a-f]{32}/.exec(answer) ?? []
      const shown = (await page.locator('[data-operation]').textContent()) ?? ''
      const [mine, theirs] = [await waitForEnd(service.url, id), await waitForEnd(service.url, shown)]
      assert.ok(mine.result)
      assert.equal(mine.result.digest, theirs.result?.digest)
    } finally {
      rmSync(folder, { recursive: true })
    }
    await page.locator('label.segment', { hasText: 'faas-cli' }).click()
    await page.getByText('faas-cli invoke resize-submit').waitFor()
    await page.locator('label.segment', { hasText: 'fetch' }).click()
    await page.getByText('await fetch(').waitFor()
  })
})
