import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Fit,
  type Geometry,
  POSITIONS,
  type Position,
  planGeometry,
  type Sides,
  type WantedSides,
} from './geometry.ts'

const limits = { maxSide: 1999, maxResultPixels: 3_996_001 }
const source: Sides = { width: 400, height: 200 }
const plan = (wanted: WantedSides) => planGeometry(source, wanted, limits)
const sidesOf = ({ width, height }: Sides) => [width, height]

test('each fit gives the sides it promises', () => {
  const box = { width: 100, height: 100 }
  assert.deepEqual(sidesOf(plan({ ...box, fit: 'fill' })), [100, 100])
  assert.deepEqual(sidesOf(plan({ ...box, fit: 'inside' })), [100, 50])
  assert.deepEqual(sidesOf(plan({ ...box, fit: 'outside' })), [200, 100])
  const contain = plan({ ...box, fit: 'contain' })
  assert.deepEqual([sidesOf(contain), contain.content], [[100, 100], { left: 0, top: 25, width: 100, height: 50 }])
  const cover = plan({ ...box, fit: 'cover' })
  assert.deepEqual([sidesOf(cover), cover.crop], [[100, 100], { left: 100, top: 0, width: 200, height: 200 }])
})

test('one side alone keeps the aspect ratio, at least one pixel, whatever the fit', () => {
  for (const fit of ['fill', 'contain', 'cover', 'inside', 'outside'] as const) {
    assert.deepEqual(sidesOf(plan({ width: 100, fit })), [100, 50])
    assert.deepEqual(sidesOf(plan({ height: 100, fit })), [200, 100])
    assert.deepEqual(sidesOf(planGeometry({ width: 9000, height: 1 }, { width: 10, fit }, limits)), [10, 1])
  }
})

test('a side of the result may reach the limit and not pass it', () => {
  assert.deepEqual(sidesOf(plan({ width: 1999, height: 1, fit: 'fill' })), [1999, 1])
  const tooLarge = { name: 'Failure', code: 'picture-sides-too-large' }
  assert.throws(() => plan({ width: 2000, height: 1, fit: 'fill' }), tooLarge)
  assert.throws(() => plan({ width: 1, height: 2000, fit: 'fill' }), tooLarge)
  assert.throws(() => plan({ height: 1000, fit: 'fill' }), tooLarge)
  assert.throws(
    () => planGeometry({ width: 1, height: 9000 }, { width: 100, height: 100, fit: 'outside' }, limits),
    tooLarge,
  )
})

test('a result may have as many pixels as allowed, and not one more', () => {
  const few = { maxSide: 1999, maxResultPixels: 5000 }
  assert.deepEqual(sidesOf(planGeometry(source, { width: 100, fit: 'fill' }, few)), [100, 50])
  const tooLarge = { name: 'Failure', code: 'result-too-large' }
  assert.throws(() => planGeometry(source, { width: 102, fit: 'fill' }, few), tooLarge)
})

test('a position says which part stays, and where a picture lies', () => {
  const box = { width: 100, height: 100 }
  const cropAt = (position: Position) => plan({ ...box, fit: 'cover', position }).crop.left
  assert.deepEqual([cropAt('left'), cropAt('top'), cropAt('bottom-right')], [0, 100, 200])
  const topAt = (position: Position) => plan({ ...box, fit: 'contain', position }).content.top
  assert.deepEqual([topAt('top-left'), topAt('right'), topAt('bottom')], [0, 25, 50])
})

test('no side, half a pixel and nothing are no request', () => {
  for (const wanted of [{}, { width: 0 }, { width: 1.5 }, { height: -1 }, { width: 10, height: Number.NaN }]) {
    assert.throws(() => plan({ ...wanted, fit: 'fill' }), { name: 'Failure', code: 'request-not-valid' })
  }
})

test('crop and content always lie within source and result, and have pixels', () => {
  const side = fc.integer({ min: 1, max: 16384 })
  const wanted = fc.integer({ min: 1, max: 1999 })
  const positions = fc.constantFrom(...POSITIONS)
  const fits = fc.constantFrom<Fit>('fill', 'contain', 'cover', 'inside', 'outside')
  fc.assert(
    fc.property(
      side,
      side,
      wanted,
      wanted,
      fits,
      positions,
      (width, height, wantedWidth, wantedHeight, fit, position) => {
        const geometry = planGeometry(
          { width, height },
          { width: wantedWidth, height: wantedHeight, fit, position },
          { maxSide: Infinity, maxResultPixels: Infinity },
        )
        assertWithin(geometry.crop, { width, height })
        assertWithin(geometry.content, geometry)
        if (fit === 'fill' || fit === 'contain' || fit === 'cover')
          assert.deepEqual(sidesOf(geometry), [wantedWidth, wantedHeight])
      },
    ),
  )
})

function assertWithin(inner: Geometry['crop'], outer: Sides): void {
  assert.ok(inner.left >= 0 && inner.top >= 0 && inner.width >= 1 && inner.height >= 1)
  assert.ok(inner.left + inner.width <= outer.width && inner.top + inner.height <= outer.height)
  assert.ok(Object.values(inner).every(Number.isInteger))
}
