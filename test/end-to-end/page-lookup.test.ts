import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { resize } from '../client.ts'
import { drop, letter, needsBrowser, noise, openPageStage } from '../page-stage.ts'

describe('what made this picture?', needsBrowser, () => {
  const stage = openPageStage()
  const cards = () => stage.page.locator('.made-by-card')
  const open = () => stage.page.getByRole('link', { name: 'What made this?' }).click()
  const resultOf = async (id: string) =>
    Buffer.from(await (await fetch(`${stage.service.url}/api/${id}/picture`)).arrayBuffer())
  const dropBytes = (buffer: Buffer) => drop(stage.page, { name: 'found.png', mimeType: 'image/png', buffer })

  it('finds the operation of the very bytes, and what it did', async () => {
    const { page } = stage
    const source = await noise(60, 40)
    const { identifier } = await resize(stage.service.url, source.buffer, { width: 30 })
    await open()
    await dropBytes(await resultOf(identifier))
    await page.getByText('One operation made exactly these bytes.').waitFor()
    await cards().getByText('An operation that this browser did not send').waitFor()
    await cards().getByText('60 × 40 PNG').waitFor()
    await cards().getByText('30 × 20 PNG').waitFor()
    await page.getByRole('img', { name: 'Looked up: found.png' }).waitFor()
    assert.equal((await page.content()).includes(identifier), false, 'the holder of a result gets no key to its source')
  })

  it('finds it by its pixels when it was saved anew, and leads to it when this browser sent it', async () => {
    const { page } = stage
    await stage.resize(await noise(60, 40, 'mine.png'))
    const address = page.url()
    const bytes = await resultOf(address.slice(-32))
    const savedAnew = await sharp(bytes).png({ compressionLevel: 1 }).toBuffer()
    assert.notDeepEqual(savedAnew, bytes)
    await open()
    await dropBytes(savedAnew)
    await page.getByText('made a picture with the same pixels.').waitFor()
    await cards().getByRole('link', { name: 'mine.png, from this browser' }).click()
    await stage.completed()
    assert.equal(page.url(), address)
  })

  it('lists all of them when several made the same', async () => {
    const { page } = stage
    const source = await noise(50, 50)
    const first = await resize(stage.service.url, source.buffer, { width: 20 })
    await resize(stage.service.url, source.buffer, { width: 20 })
    await open()
    await dropBytes(await resultOf(first.identifier))
    await page.getByText('2 operations made exactly these bytes.').waitFor()
    assert.equal(await cards().count(), 2)
  })

  it('says plainly when none is known, and when it is no picture', async () => {
    const { page, complaints } = stage
    await open()
    await dropBytes((await noise(33, 33)).buffer)
    const problem = page.getByRole('alert')
    await problem.getByText('No operation is known to have made this picture.').waitFor()
    await problem.getByText('Only results of this service are known').waitFor()
    await drop(page, letter)
    await problem
      .getByText('No operation is known to have made this picture.')
      .or(problem.getByText('format'))
      .first()
      .waitFor()
    await page.getByText('No preview').waitFor()
    for (const line of complaints.splice(0)) assert.match(line, /status of 4\d\d/)
  })
})
