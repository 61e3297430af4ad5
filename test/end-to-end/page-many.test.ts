import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { drop, letter, needsBrowser, noise, openPageStage, plain, shownSides } from '../page-stage.ts'

describe('many pictures on the page', needsBrowser, () => {
  const stage = openPageStage({ env: () => ({ MAX_SOURCE_BYTES: '200000' }) })
  const rows = () => stage.page.locator('.pictures .row')
  const row = (name: string) => rows().filter({ hasText: name })
  const counted = (text: string) => stage.page.locator('.list-counts', { hasText: text }).waitFor()

  it('resizes twenty at once, each in its own shape, and shows how far each is', async () => {
    const { page } = stage
    const wide = Array.from({ length: 10 }, (_, index) => plain(120, 60, '#369', `wide-${index}.png`))
    const tall = Array.from({ length: 10 }, (_, index) => plain(60, 120, '#963', `tall-${index}.png`))
    await drop(page, ...(await Promise.all([...wide, ...tall])))
    await page.getByRole('heading', { name: '20 pictures' }).waitFor()
    await page.getByLabel('Width').fill('40')
    await page.getByRole('button', { name: 'Resize 20 pictures' }).click()
    await counted('20 completed')
    assert.equal(await rows().filter({ hasText: '40 × 20' }).count(), 10)
    assert.equal(await rows().filter({ hasText: '20 × 40' }).count(), 10)
    await page.getByRole('status').filter({ hasText: '20 of 20 pictures are completed.' }).waitFor()

    await row('tall-3.png').getByRole('button', { name: 'tall-3.png completed' }).click()
    await stage.completed()
    assert.deepEqual(await shownSides(page), [20, 40])
  })

  it('says for each what went wrong and what to do; the others go on', async () => {
    const { complaints } = stage
    const good = await noise(40, 30, 'good.png')
    const cutOff = { ...good, name: 'cut-off.png', buffer: good.buffer.subarray(0, 900) }
    await stage.choose(good, letter, cutOff, await noise(400, 300, 'huge.png'))
    await row('huge.png').waitFor()
    await stage.send()
    await counted('1 completed, 3 failed')
    await row('letter.png').getByText('The picture has a format that is not supported.').waitFor()
    await row('letter.png').getByText('Save it as PNG, JPEG, WebP').waitFor()
    await row('cut-off.png').getByText('The picture is malformed.').waitFor()
    await row('cut-off.png').getByText('Open the picture in another program').waitFor()
    await row('huge.png').getByText('The picture has more bytes than allowed.').waitFor()
    const refused = complaints.splice(0)
    assert.deepEqual(
      refused.map((line) => /status of (\d+)/.exec(line)?.[1]).sort(),
      ['415', '422'],
      'huge was not sent',
    )
  })

  it('tries one again that could not be sent, without a second operation', async () => {
    const { page, complaints } = stage
    await stage.choose(await noise(40, 30, 'one.png'), await noise(30, 40, 'two.png'))
    await row('two.png').waitFor()
    const keys: (string | undefined)[] = []
    let isAway = true
    await page.route('**/api/?*', async (route) => {
      keys.push(route.request().headers()['idempotency-key'])
      if (isAway) await route.abort()
      else await route.continue()
    })
    await stage.send()
    await counted('0 completed, 2 failed')
    isAway = false
    await row('two.png').getByRole('button', { name: 'Try again with two.png' }).click()
    await counted('1 completed, 1 failed')
    assert.equal(keys.length, 3)
    assert.equal(new Set(keys).size, 2)
    assert.equal(complaints.splice(0).length, 2)
  })

  it('packs the results into one zip, under the names of their pictures', async () => {
    const { page } = stage
    const [one, two] = [await noise(40, 30, 'same name.png'), await noise(40, 30, 'same name.jpg')]
    await stage.choose(one, two)
    await row('same name.jpg').waitFor()
    await page.getByLabel('Width').fill('20')
    await stage.send()
    await counted('2 completed')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download 2 as zip' }).click(),
    ])
    assert.equal(download.suggestedFilename(), 'resized-pictures.zip')
    const path = await download.path()
    const python = (script: string) => execFileSync('python3', ['-c', script, path], { encoding: 'buffer' })
    const names = python('import sys, zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))')
    assert.deepEqual(String(names).trim().split('\n'), ['same name-20x15.png', 'same name-20x15-2.png'])
    const bytes = python(
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); sys.stdout.buffer.write(z.read(z.namelist()[1]))',
    )
    const { width, height, format } = await sharp(bytes).metadata()
    assert.deepEqual([width, height, format], [20, 15, 'png'])
  })

  it('lets pictures be added and taken away before they are sent; afterwards a new list begins', async () => {
    const { page } = stage
    await stage.choose(await noise(40, 30, 'a.png'))
    await stage.choose(await noise(30, 40, 'b.png'), await noise(50, 50, 'c.png'))
    await page.getByRole('heading', { name: '3 pictures' }).waitFor()
    await page.getByRole('button', { name: 'Take b.png off the list' }).click()
    await page.getByRole('heading', { name: '2 pictures' }).waitFor()
    await stage.send()
    await counted('2 completed')
    await stage.choose(await noise(10, 10, 'later.png'))
    await page.getByText('later.png').waitFor()
    assert.equal(await rows().count(), 0)
    await page.getByText('Nothing here yet').waitFor()
  })
})
