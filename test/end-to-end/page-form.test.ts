import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { bytesText } from '../../web/text/amounts.ts'
import { needsBrowser, noise, openPageStage, plain, shownSides } from '../page-stage.ts'

describe('the form of the page', needsBrowser, () => {
  const stage = openPageStage({ env: () => ({ MAX_SIDE: '300', MAX_SOURCE_BYTES: '3000000' }) })
  const press = (name: string) => stage.page.getByRole('button', { name, exact: true }).click()
  const pick = (name: string) => stage.page.locator('label.segment, label.fit', { hasText: name }).click()

  /** The result that is shown, with its bytes. */
  const result = async () => {
    const id = await stage.page.locator('[data-operation]').textContent()
    const bytes = Buffer.from(await (await fetch(`${stage.service.url}/api/${id}/picture`)).arrayBuffer())
    return { bytes, metadata: await sharp(bytes).metadata() }
  }
  const chosen = async () => {
    await stage.choose(await noise(200, 100))
    await stage.page.getByText('200 × 100 px').waitFor()
  }

  it('shows the limits that the service is set to, and keeps to them', async () => {
    const { page } = stage
    await page.getByText('up to 3 MB each').waitFor()
    await chosen()
    for (const width of ['0', '301', '12.5', '']) {
      await page.getByLabel('Width').fill(width)
      await page.getByText('A side has 1 to 300 pixels.').waitFor()
      assert.ok(await page.getByRole('button', { name: 'Resize', exact: true }).isDisabled())
    }
    assert.equal(await page.getByRole('button', { name: '480', exact: true }).count(), 0, 'no preset beyond them')
    await page.getByLabel('Width').fill('300')
    await stage.send()
    await stage.completed()
    assert.deepEqual(await shownSides(page), [300, 150])
  })

  it('has presets for the longer side, and for squares when the sides are free', async () => {
    const { page } = stage
    await chosen()
    await press('96')
    assert.equal(await page.getByLabel('Height').inputValue(), '48')
    await press('Keep the aspect ratio')
    await press('96')
    assert.equal(await page.getByLabel('Height').inputValue(), '96')
  })

  it('draws what each fit would do with this picture, and says how large it would be', async () => {
    const { page } = stage
    await chosen()
    await press('Keep the aspect ratio')
    await page.getByLabel('Width').fill('100')
    await page.getByLabel('Height').fill('100')
    const previews = page.locator('.fit-preview')
    assert.equal(await previews.count(), 5)
    const picture = (fit: string) =>
      page
        .locator('label.fit', { hasText: fit })
        .locator('svg svg image')
        .evaluate((image: unknown) => {
          const element = image as { getAttribute(name: string): string }
          return ['x', 'y', 'width', 'height'].map((name) => Number(element.getAttribute(name)))
        })
    assert.deepEqual(await picture('fill'), [0, 0, 100, 100])
    assert.deepEqual(await picture('contain'), [0, 25, 100, 50], 'with bars above and below')
    assert.deepEqual(await picture('cover'), [-50, 0, 200, 100], 'cut off on both sides')
    assert.equal(await page.locator('.fit-preview .cut-off').count(), 1)
    for (const [fit, sides] of [
      ['inside', '100 × 50 px'],
      ['outside', '200 × 100 px'],
      ['cover', '100 × 100 px'],
    ] as const) {
      await pick(fit)
      await page.locator('.result-sides', { hasText: sides }).waitFor()
    }
    await page.getByTitle('bottom-right').click()
    assert.deepEqual(await picture('cover'), [-100, 0, 200, 100], 'the position decides what stays')
  })

  it('lets a position decide what stays', async () => {
    const { page } = stage
    const red = await plain(100, 100, '#ff0000', 'halves.png')
    const buffer = await sharp(red.buffer)
      .composite([{ input: (await plain(50, 100, '#0000ff', '')).buffer, left: 50, top: 0 }])
      .png()
      .toBuffer()
    await stage.choose({ ...red, buffer })
    await page.getByText('100 × 100 px').waitFor()
    await press('Keep the aspect ratio')
    await page.getByLabel('Width').fill('25')
    await page.getByLabel('Height').fill('100')
    await pick('cover')
    await page.getByTitle('right', { exact: true }).click()
    await stage.send()
    await stage.completed()
    const { dominant } = await sharp((await result()).bytes).stats()
    assert.ok(dominant.b > 200 && dominant.r < 60)
  })

  it('lays the background where the picture is not', async () => {
    const { page } = stage
    await chosen()
    await press('Keep the aspect ratio')
    await page.getByLabel('Width').fill('100')
    await page.getByLabel('Height').fill('100')
    assert.equal(await page.getByRole('group', { name: 'Background' }).count(), 0, 'there is none to be seen')
    await pick('contain')
    await page.getByLabel('other').fill('#11aa22')
    await stage.send()
    await stage.completed()
    const { data } = await sharp((await result()).bytes)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    assert.deepEqual([...data.subarray(0, 3)], [0x11, 0xaa, 0x22])
  })

  it('asks for a quality where there is one, and shows what it costs in bytes', async () => {
    const { page } = stage
    await chosen()
    const quality = page.getByRole('slider', { name: /^Quality/ })
    for (const [format, count] of [
      ['PNG', 0],
      ['GIF', 0],
      ['BMP', 0],
      ['Same', 0],
      ['WebP', 1],
      ['JPEG', 1],
    ] as const) {
      await pick(format)
      assert.equal(await quality.count(), count, format)
    }
    const bytesAt = async (value: string) => {
      const before = page.url()
      await quality.fill(value)
      await stage.send()
      await page.waitForURL((url) => url.href !== before)
      await stage.completed()
      const { bytes, metadata } = await result()
      assert.equal(metadata.format, 'jpeg')
      await page.locator('.caption .bytes', { hasText: bytesText(bytes.length) }).waitFor()
      return bytes.length
    }
    const fine = await bytesAt('95')
    const address = page.url()
    assert.ok((await bytesAt('20')) < fine / 2)
    const earlier = page.getByRole('navigation', { name: 'Results of this picture' })
    await earlier.getByText('JPEG 95').click()
    await page.waitForURL(address)
    await stage.completed()
  })
})
