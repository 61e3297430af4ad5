import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { png } from '../../test/pictures.ts'
import { costOf, estimateCost } from './cost.ts'
import type { ResizeRequest } from './engine.ts'
import { limitSettings } from './limits.ts'
import { SMALL_MS } from './next-in-turn.ts'

const limits = limitSettings.read({})
const isSmall = (costMs: number) => costMs <= SMALL_MS
const wish: ResizeRequest = { width: 64, height: 48, fit: 'fill', upright: true, format: 'png' }

describe('what a picture will cost', () => {
  const jpeg = (width: number, height: number) => ({ format: 'jpeg', width, height })

  it('grows with its pixels, those of the result, and what its format takes', () => {
    assert.ok(isSmall(estimateCost(jpeg(640, 480), wish)))
    assert.ok(isSmall(estimateCost(jpeg(1280, 720), { width: 100 })))
    assert.ok(!isSmall(estimateCost(jpeg(4000, 3000), wish)))
    assert.ok(!isSmall(estimateCost(jpeg(640, 480), { width: 1999, height: 1999 })))
    assert.ok(estimateCost({ ...jpeg(640, 480), format: 'webp' }, wish) > estimateCost(jpeg(640, 480), wish))
  })

  it('takes a side that was left out from the other one', () => {
    const both = estimateCost(jpeg(400, 200), { width: 100, height: 50 })
    assert.equal(estimateCost(jpeg(400, 200), { width: 100 }), both)
    assert.equal(estimateCost(jpeg(400, 200), { height: 50 }), both)
  })

  it('is that of the most expensive format for one that is not known', () => {
    const unknown = { ...jpeg(640, 480), format: 'new' }
    assert.equal(estimateCost(unknown, wish), estimateCost({ ...unknown, format: 'tiff' }, wish))
  })

  it('stands in the header of a source, however few bytes it has', () => {
    assert.ok(isSmall(costOf(png({ width: 100, height: 100 }), wish, limits)))
    const bomb = png({ width: 7000, height: 7000, raw: Buffer.alloc(10) })
    assert.ok(bomb.length < 1000)
    assert.ok(!isSmall(costOf(bomb, wish, limits)))
  })

  it('is next to nothing for what will be refused, and much for a source with many bytes', () => {
    assert.ok(isSmall(costOf(Buffer.from('no picture'), wish, limits)))
    assert.ok(!isSmall(costOf(Buffer.alloc(1024 * 1024), wish, limits)))
  })
})
