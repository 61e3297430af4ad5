import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach } from 'node:test'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { type LocalProcess, startLocalProcess, temporaryFolder } from './local-process.ts'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** What a suite of the page is declared with: it is left out, and says so, where there is no browser. */
export const needsBrowser = {
  skip: existsSync(executablePath)
    ? false
    : `left out: there is no Chromium at ${executablePath}. Run it with CHROMIUM=/path/to/chromium npm test`,
}

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

/** The page in a browser, in front of a service of its own. What is here is of the test that runs. */
export interface PageStage {
  readonly page: Page
  readonly context: BrowserContext
  readonly service: LocalProcess
  /** The folder of the service's databases. */
  readonly folder: string
  /** What the console said so far; a test takes out what it expects. Whatever is left fails it. */
  readonly complaints: string[]
  /** Chooses pictures. */
  choose(...pictures: ChosenFile[]): Promise<void>
  /** Chooses one and has it resized. */
  resize(picture: ChosenFile): Promise<void>
  /** Presses the button of the form. */
  send(): Promise<void>
  /** Waits until the operation that is shown is completed. */
  completed(): Promise<void>
}

export interface ChosenFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

interface StageOptions {
  /** Settings of the service. */
  readonly env?: (folder: string) => Readonly<Record<string, string>>
  /** Called before the service starts. */
  readonly prepare?: (folder: string) => Promise<void> | void
  readonly browser?: BrowserContextOptions
}

/** Sets up a stage for the suite that calls it: one service and browser for all of its tests, a fresh profile for each. */
export function openPageStage({ env, prepare, browser: contextOptions = {} }: StageOptions = {}): PageStage {
  const { folder, remove } = temporaryFolder()
  let service: LocalProcess
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let requested: string[]
  let complaints: string[]

  before(async () => {
    execFileSync(process.execPath, [join(import.meta.dirname, '../scripts/build-page.mjs')])
    await prepare?.(folder)
    service = await startLocalProcess({ DATA_DIR: folder, ...env?.(folder) })
    browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS })
  })
  after(async () => {
    await browser?.close()
    await service?.end('SIGTERM')
    remove()
  })
  beforeEach(async () => {
    requested = []
    complaints = []
    context = await browser.newContext(contextOptions)
    context.on('request', (request) => requested.push(request.url()))
    context.on('weberror', (error) => complaints.push(String(error.error())))
    context.on('console', (line) => complaints.push(line.text()))
    page = await context.newPage()
    await page.goto(service.url)
  })
  afterEach(async () => {
    await context.close()
    const foreign = requested.filter((url) => !url.startsWith(`${service.url}/`) && !url.startsWith('blob:'))
    assert.deepEqual(foreign, [], 'nothing is requested from elsewhere')
    assert.deepEqual(complaints, [], 'the console stays empty')
  })

  const choose = (...pictures: ChosenFile[]) => page.setInputFiles('input[type=file]', pictures)
  const send = () => page.getByRole('button', { name: /^Resize/ }).click()
  const completed = () => page.locator('.timeline [aria-current=step]', { hasText: 'completed' }).waitFor()
  return {
    get page() {
      return page
    },
    get context() {
      return context
    },
    get service() {
      return service
    },
    get complaints() {
      return complaints
    },
    folder,
    choose,
    send,
    completed,
    async resize(picture) {
      await choose(picture)
      await page.getByText(picture.name).first().waitFor()
      await send()
      await completed()
    },
  }
}

/** A picture that compresses badly, so that it is some work to resize it. */
export async function noise(width: number, height: number, name = 'noise.png'): Promise<ChosenFile> {
  const create = { width, height, channels: 3, background: '#888' } as const
  const buffer = await sharp({ create: { ...create, noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
    .png()
    .toBuffer()
  return { name, mimeType: 'image/png', buffer }
}

/** A picture of one colour. */
export async function plain(width: number, height: number, colour: string, name: string): Promise<ChosenFile> {
  const buffer = await sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer()
  return { name, mimeType: 'image/png', buffer }
}

/** A file that is no picture, whatever its name says. */
export const letter: ChosenFile = { name: 'letter.png', mimeType: 'image/png', buffer: Buffer.from('only a letter') }

/** The sides of a picture as the browser has decoded it. */
export async function shownSides(page: Page, name: RegExp = /^The result/): Promise<number[]> {
  return await page.getByRole('img', { name }).evaluate(async (element: unknown) => {
    const shown = element as { decode(): Promise<void>; naturalWidth: number; naturalHeight: number }
    await shown.decode()
    return [shown.naturalWidth, shown.naturalHeight]
  })
}

/** Drops pictures onto the page, as a hand would. */
export async function drop(page: Page, ...pictures: ChosenFile[]): Promise<void> {
  const files = pictures.map(({ name, mimeType, buffer }) => [name, mimeType, buffer.toString('base64')])
  await page.evaluate(`(() => {
    const dataTransfer = new DataTransfer()
    for (const [name, type, base64] of ${JSON.stringify(files)}) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      dataTransfer.items.add(new File([bytes], name, { type }))
    }
    for (const type of ['dragover', 'drop']) dispatchEvent(new DragEvent(type, { dataTransfer, cancelable: true }))
  })()`)
}
