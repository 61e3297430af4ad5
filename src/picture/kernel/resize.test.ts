import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Sides } from '../geometry.ts'
import { loadKernel } from './kernel.ts'
import { lanczosReference, psnr } from './lanczos-reference.ts'
import { prefersAcross } from './resize-plan.ts'
import { painted, photographLike, withAlpha } from './sample-pictures.ts'

const simd = loadKernel('simd')
const scalar = loadKernel('scalar')

const sides = (text: string): Sides => {
  const [width = 0, height = 0] = text.split('×').map(Number)
  return { width, height }
}

const SCALINGS = [
  ['400×300', '80×60'],
  ['401×299', '97×61'],
  ['320×240', '319×241'],
  ['300×200', '180×150'],
  ['160×120', '400×300'],
  ['151×99', '302×50'],
  ['99×151', '40×303'],
  ['300×200', '300×50'],
  ['300×200', '33×200'],
  ['333×7', '5×77'],
  ['3×7', '5×2'],
  ['1×1', '9×8'],
  ['1×50', '3×7'],
  ['50×1', '7×3'],
  ['2×3', '1×1'],
  ['257×129', '1×1'],
] as const

describe('resize', () => {
  for (const [from, to] of SCALINGS) {
    it(`stays within 50 dB of exact Lanczos3 from ${from} to ${to}`, () => {
      const source = photographLike(sides(from).width, sides(from).height)
      const decibels = psnr(simd.resize(source, sides(to), true), lanczosReference(source, sides(to)))
      assert.ok(decibels >= 50, `${decibels} dB`)
    })

    it(`stays within 45 dB of it with alpha from ${from} to ${to}`, () => {
      const { width, height } = sides(from)
      const source = withAlpha(photographLike(width, height))
      const decibels = psnr(simd.resize(source, sides(to), false), lanczosReference(source, sides(to)))
      assert.ok(decibels >= 45, `${decibels} dB`)
    })
  }

  it('computes the same with and without vectors, on fresh and on used memory', () => {
    for (const [from, to] of SCALINGS) {
      const source = photographLike(sides(from).width, sides(from).height)
      for (const [picture, opaque] of [
        [source, true],
        [withAlpha(source), false],
      ] as const) {
        const result = simd.resize(picture, sides(to), opaque)
        assert.deepEqual(scalar.resize(picture, sides(to), opaque), result)
        assert.deepEqual(loadKernel('simd').resize(picture, sides(to), opaque), result)
      }
    }
  })

  it('keeps one colour as it is, whatever the sides', () => {
    const side = fc.integer({ min: 1, max: 70 })
    const sample = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(side, side, side, side, sample, sample, (width, height, toWidth, toHeight, red, green) => {
        const source = painted(width, height, () => [red, green, 255 - red, 255])
        const result = simd.resize(source, { width: toWidth, height: toHeight }, true)
        assert.deepEqual(
          result,
          painted(toWidth, toHeight, () => [red, green, 255 - red, 255]),
        )
        assert.deepEqual(simd.resize(source, { width: toWidth, height: toHeight }, false), result)
      }),
    )
  })

  it('computes the same with and without vectors for any pixels', () => {
    const side = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.boolean(),
        fc.infiniteStream(fc.nat(255)),
        (...[w, h, tw, th, opaque, any]) => {
          const next = () => Number(any.next().value)
          const source = painted(w, h, () => [next(), next(), next(), opaque ? 255 : next()])
          const result = simd.resize(source, { width: tw, height: th }, opaque)
          assert.equal(result.data.length, tw * th * 4)
          assert.deepEqual(scalar.resize(source, { width: tw, height: th }, opaque), result)
          if (opaque) assert.ok(result.data.every((sample, at) => at % 4 !== 3 || sample === 255))
        },
      ),
    )
  })

  it('lets no colour of what is invisible into what is seen', () => {
    const source = painted(60, 60, (x, y) => (Math.hypot(x - 30, y - 30) < 20 ? [255, 200, 100, 255] : [0, 0, 0, 0]))
    for (const to of ['13×17', '140×99', '13×99', '140×17']) {
      const { data } = simd.resize(source, sides(to), false)
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4)
        // A colour has the precision of its alpha.
        const tolerance = alpha < 16 ? Math.ceil(4 / Math.max(1, alpha)) * 2 : 1
        if (alpha === 0) assert.deepEqual([red, green, blue], [0, 0, 0])
        else {
          assert.ok(Math.abs(red - 255) <= tolerance, `red ${red} at alpha ${alpha}`)
          assert.ok(Math.abs(green - 200) <= tolerance, `green ${green} at alpha ${alpha}`)
          assert.ok(Math.abs(blue - 100) <= tolerance, `blue ${blue} at alpha ${alpha}`)
        }
      }
    }
  })

  it('gives the source itself when nothing is to be scaled', () => {
    const source = withAlpha(photographLike(9, 5))
    assert.equal(simd.resize(source, { width: 9, height: 5 }, false), source)
  })

  it('scales the longest sides there are, either way', () => {
    for (const [from, to] of [
      ['16384×2', '3×1'],
      ['2×16384', '1×3'],
      ['1×1', '16384×2'],
      ['16384×1', '1×16384'],
      ['1×16384', '16384×1'],
    ] as const) {
      const source = painted(sides(from).width, sides(from).height, () => [9, 99, 199, 255])
      const { data } = simd.resize(source, sides(to), true)
      assert.equal(data.length, sides(to).width * sides(to).height * 4)
      assert.ok(data.every((sample, at) => sample === [9, 99, 199, 255][at % 4]))
    }
  })

  it('filters in the order that takes less work', () => {
    assert.equal(prefersAcross(sides('4000×3000'), sides('800×600')), true)
    assert.equal(prefersAcross(sides('16384×1'), sides('1×16384')), true)
    assert.equal(prefersAcross(sides('1×16384'), sides('16384×1')), false)
  })

  it('refuses sides that are none and sources that lack pixels', () => {
    const source = photographLike(4, 4)
    for (const side of [0, -1, 1.5, Number.NaN, 65_536]) {
      assert.throws(() => simd.resize(source, { width: side, height: 2 }, true), RangeError)
      assert.throws(() => simd.resize({ ...source, height: side }, { width: 2, height: 2 }, true), RangeError)
    }
    assert.throws(() => simd.resize({ ...source, height: 5 }, { width: 2, height: 2 }, true), RangeError)
  })
})
