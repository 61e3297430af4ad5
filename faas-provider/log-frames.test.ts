import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readLines } from './log-frames.ts'

const TIME = '2026-11-24T14:02:16.123456789Z'

function frame(stream: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head[0] = stream
  head.writeUInt32BE(payload.length, 4)
  return Buffer.concat([head, payload])
}

async function read(...chunks: Uint8Array[]): Promise<string[]> {
  const texts: string[] = []
  for await (const { timestamp, text } of readLines(chunks)) {
    assert.equal(timestamp, TIME)
    texts.push(text)
  }
  return texts
}

const line = (text: string) => Buffer.from(`${TIME} ${text}\n`)

describe("the lines of a container's log", () => {
  it('are read from frames of both streams', async () => {
    assert.deepEqual(await read(frame(1, line('out')), frame(2, line('err')), frame(1, line(''))), ['out', 'err', ''])
    assert.deepEqual(await read(frame(1, Buffer.from(`${TIME} without an end`))), ['without an end'])
    assert.deepEqual(await read(frame(1, line('of Windows\r'))), ['of Windows'])
    assert.deepEqual(await read(), [])
  })

  it('are the same wherever frames and chunks are cut', async () => {
    const texts = fc.array(
      fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ' ')),
      { maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        async (lines, ofFrame, ofChunk) => {
          const bytes = Buffer.concat(lines.map(line))
          const frames = Buffer.concat(cut(bytes, ofFrame).map((part) => frame(1, part)))
          assert.deepEqual(await read(...cut(frames, ofChunk)), lines)
        },
      ),
    )
  })

  it('are not looked for in what is not frames', async () => {
    await assert.rejects(read(Buffer.from('plain text of a terminal')), /frames/)
  })
})

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
}
