import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createLocalTopics } from '../../src/topic/local/local-topics.ts'
import { resize } from '../client.ts'
import { needsBrowser, noise, openPageStage } from '../page-stage.ts'

/** A message that no function can understand, and the credentials of those who may look. */
async function prepare(folder: string): Promise<void> {
  mkdirSync(join(folder, 'run-secrets'))
  writeFileSync(join(folder, 'run-secrets', 'basic-auth-user'), 'admin')
  writeFileSync(join(folder, 'run-secrets', 'basic-auth-password'), 'secret')
  const topics = createLocalTopics({ path: join(folder, 'topic.db'), clock: Date.now })
  await topics.ensure([{ topic: 'resize-requests', partitions: 3 }])
  const value = Buffer.from('not JSON')
  await topics.write([{ topic: 'resize-requests', key: 'f'.repeat(32), value, headers: {} }])
  await topics.close()
}

const env = (folder: string) => ({ basic_auth: 'true', secret_mount_path: join(folder, 'run-secrets') })

describe('the operations view', needsBrowser, () => {
  const stage = openPageStage({
    prepare,
    env,
    browser: { httpCredentials: { username: 'admin', password: 'secret' } },
  })
  const open = () => stage.page.getByRole('link', { name: 'Operations' }).click()
  const section = (name: string) => stage.page.getByRole('region', { name })

  it('counts operations by state, and draws what ended and how long it took', async () => {
    const { page, service } = stage
    for (let count = 0; count < 3; count += 1) await resize(service.url, (await noise(30, 20)).buffer, { width: 10 })
    await open()
    await section('States').locator('div', { hasText: 'completed' }).getByText('3', { exact: true }).waitFor()
    const charts = section('Throughput and latency')
    await charts.getByRole('img', { name: 'Ended, every 5 s. 3 completed, 0 failed.' }).waitFor()
    await charts.getByRole('img', { name: /^From request to end\. 95 of 100 took at most \d/ }).waitFor()
    const drawn = await charts.locator('.columns rect').count()
    assert.ok(drawn >= 1 && drawn <= 3)
    await charts.getByText('As a table').first().click()
    await charts.getByRole('columnheader', { name: 'completed' }).waitFor()
    await charts.getByText('24 hours').click()
    await charts.getByRole('img', { name: /^Ended, every 24 min\. 3 completed/ }).waitFor()
    assert.equal(await page.locator('.columns rect').count(), 1)
  })

  it('follows what happens while it is looked at', async () => {
    const { service } = stage
    await open()
    const completed = section('States').locator('div', { hasText: 'completed' }).locator('dd')
    await completed.filter({ hasText: /^\d+$/ }).waitFor()
    const before = Number(await completed.textContent())
    await resize(service.url, (await noise(30, 20)).buffer, { width: 10 })
    await completed.filter({ hasText: new RegExp(`^${before + 1}$`) }).waitFor()
  })

  it('shows the lag by partition', async () => {
    await open()
    const lag = stage.page.getByRole('list', { name: 'Lag of resize-requests by partition' })
    await lag.waitFor()
    assert.deepEqual(await lag.locator('.bar-name').allTextContents(), ['partition 0', 'partition 1', 'partition 2'])
    await section('Topic lag')
      .getByText(/Nothing waits in the other \d+ topics/)
      .waitFor()
  })

  it('shows dead letters with the reason, and re-drives them', async () => {
    await open()
    const letters = section('Dead letters')
    await letters.getByText('1 of resize-requests').waitFor()
    await letters.getByRole('button', { name: 'Show' }).click()
    await letters.getByRole('cell', { name: 'resize-worker' }).waitFor()
    await letters.getByRole('cell', { name: 'refused (400), 1 attempts' }).waitFor()
    await letters.getByRole('button', { name: 'Re-drive' }).click()
    await letters.getByText('1 went back to their functions.').waitFor()
  })
})

describe('the operations view for who may not', needsBrowser, () => {
  // The browser itself asks for them; what it is told here is wrong.
  const stage = openPageStage({ prepare, env, browser: { httpCredentials: { username: 'admin', password: 'guess' } } })

  it('says that it needs credentials', async () => {
    const { page, complaints } = stage
    await page.getByRole('link', { name: 'Operations' }).click()
    const problem = page.getByRole('alert')
    await problem.getByText('Credentials are missing or wrong.').waitFor()
    await problem.getByText('Ask whoever runs the service').waitFor()
    await problem.getByRole('button', { name: 'Try again' }).waitFor()
    for (const line of complaints.splice(0)) assert.match(line, /status of 401/)
  })
})
