/** One contender of the engine bench: a process that resizes a picture again and again and answers how long that took. */
import { readdirSync, readFileSync } from 'node:fs'
import { Jimp } from 'jimp'
import sharp from 'sharp'
import { createEngine } from '../src/picture/create-engine.ts'
import { createInProcessEngine } from '../src/picture/in-process-engine.ts'
import { limitSettings } from '../src/picture/limits.ts'

export const CONTENDERS = ['isolated', 'in process', 'stock jimp', 'sharp'] as const
export type ContenderName = (typeof CONTENDERS)[number]

export interface Task {
  readonly source: Buffer
  readonly width: number
  readonly height: number
  readonly format: 'png' | 'jpeg'
}

/**
 * What a contender is told: its task, which it keeps, so that no time is taken by the way of the picture to it; to resize so
 * often, which it answers with the milliseconds that each took; that it was the last time.
 */
export type Order = Task | { readonly resize: number } | 'end'

/** The answer to the last order. */
export interface Ended {
  readonly result: Uint8Array
  /** Of the process that does the work, since it started. */
  readonly peakMegabytes: number
}

/** Of JPEG. */
const QUALITY = 80

/** @returns the result */
type Contender = (task: Task) => Promise<Uint8Array>

function createContender(name: ContenderName): { resize: Contender; close: () => Promise<void> } {
  if (name === 'sharp') {
    sharp.concurrency(1)
    sharp.cache(false)
    const resize: Contender = ({ source, width, height, format }) => {
      const resized = sharp(source).rotate().resize(width, height, { fit: 'fill' })
      return (format === 'png' ? resized.png() : resized.jpeg({ quality: QUALITY })).toBuffer()
    }
    return { resize, close: async () => {} }
  }
  if (name === 'stock jimp') {
    const resize: Contender = async ({ source, width, height, format }) => {
      const resized = (await Jimp.fromBuffer(source)).resize({ w: width, h: height })
      return format === 'png' ? resized.getBuffer('image/png') : resized.getBuffer('image/jpeg', { quality: QUALITY })
    }
    return { resize, close: async () => {} }
  }
  const limits = { ...limitSettings.read({}), engineSlots: 1, engineExpress: false, maxSourceBytes: 64 * 1024 * 1024 }
  const engine = name === 'isolated' ? createEngine(limits) : createInProcessEngine(limits)
  const resize: Contender = async ({ source, width, height, format }) =>
    (await engine.resize(source, { width, height, fit: 'fill', upright: true, format, quality: QUALITY })).bytes
  return { resize, close: () => engine.close() }
}

/** The peak of the largest child where there is one (Linux), else of this process. */
function peakMegabytes(): number {
  const own = process.resourceUsage().maxRSS / 1024
  try {
    const peaks = readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(peakOfChild)
    return Math.max(...peaks) || own
  } catch {
    return own
  }
}

function peakOfChild(pid: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== process.pid) return 0
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024
  } catch {
    return 0
  }
}

function serve(name: ContenderName): void {
  const { resize, close } = createContender(name)
  let task: Task
  let result: Uint8Array
  process.on('message', async (order: Order) => {
    if (order === 'end') return void process.send?.({ result, peakMegabytes: peakMegabytes() } satisfies Ended)
    if ('source' in order) {
      task = order
      return void process.send?.('ready')
    }
    const times: number[] = []
    while (times.length < order.resize) {
      const started = performance.now()
      result = await resize(task)
      times.push(performance.now() - started)
    }
    process.send?.(times)
  })
  process.on('disconnect', close)
}

if (import.meta.main) serve(process.argv[2] as ContenderName)
