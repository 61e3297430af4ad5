import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstWanted, optionsOf, wantedFor, wantedOf } from './wanted.ts'

const wide = { width: 1920, height: 1280 }
const tall = { width: 1280, height: 1920 }
const options = (wanted = firstWanted, source: typeof wide | undefined = wide, type = 'image/png') =>
  optionsOf(wanted, source, type, 1999)

test('a new picture is asked to become smaller, in its own shape', () => {
  assert.deepEqual(wantedFor(firstWanted, wide).sides, { width: '640', height: '427' })
  assert.deepEqual(wantedFor(firstWanted, { width: 300, height: 200 }).sides, { width: '150', height: '100' })
  assert.deepEqual(wantedFor(firstWanted, { width: 1, height: 1 }).sides, { width: '1', height: '1' })
})

test('a new picture leaves sides alone that are not linked, or that it cannot tell', () => {
  const free = { ...firstWanted, isLinked: false }
  assert.equal(wantedFor(free, wide), free)
  assert.equal(wantedFor(firstWanted, undefined), firstWanted)
})

test('a side that was typed while the picture was being opened stays, and the other one follows it', () => {
  const typed = (sides: Partial<typeof firstWanted.sides>) => {
    const wanted = { ...firstWanted, sides: { ...firstWanted.sides, ...sides } }
    return wantedFor(wanted, { width: 40, height: 30 }, firstWanted).sides
  }
  assert.deepEqual(typed({ width: '20' }), { width: '20', height: '15' })
  assert.deepEqual(typed({ height: '9' }), { width: '12', height: '9' })
  const other = { ...firstWanted, format: 'webp' } as const
  assert.deepEqual(wantedFor(other, wide, firstWanted), { ...other, sides: { width: '640', height: '427' } })
})

test('an operation puts the form back as it was', () => {
  for (const sides of [
    { width: '640', height: '427' },
    { width: '640', height: '100' },
  ]) {
    const wanted = {
      sides,
      isLinked: sides.height === '427',
      fit: 'cover' as const,
      position: 'top-left' as const,
      background: '#112233',
      format: 'jpeg' as const,
      quality: 55,
    }
    assert.deepEqual(wantedOf(options(wanted) ?? assert.fail(), wide), wanted)
  }
})

test('a side that an operation left out is filled in', () => {
  assert.deepEqual(wantedOf({ width: 640, fit: 'fill' }, wide).sides, { width: '640', height: '427' })
  const { sides, isLinked } = wantedOf({ height: 427, fit: 'fill' }, wide)
  assert.deepEqual([sides, isLinked], [{ width: '641', height: '427' }, true])
})

test('there are no options while a side is not valid', () => {
  assert.equal(options({ ...firstWanted, sides: { width: '640', height: '' } }), undefined)
  assert.equal(options({ ...firstWanted, sides: { width: '2000', height: '10' } }), undefined)
})

test('what has no effect is not asked for', () => {
  const everything = { ...firstWanted, position: 'top', background: '#000000', quality: 30 } as const
  assert.deepEqual(options(everything), { width: 640, height: 427, fit: 'fill', format: 'png' })
  const cover = options({ ...everything, fit: 'cover', format: 'webp' })
  assert.deepEqual([cover?.position, cover?.background, cover?.quality], ['top', undefined, 30])
  const contain = options({ ...everything, fit: 'contain', format: 'bmp' })
  assert.deepEqual([contain?.position, contain?.background, contain?.quality], ['top', '#000000', undefined])
  assert.equal(options({ ...everything, format: 'same' })?.quality, undefined)
  assert.equal(options({ ...everything, format: 'same' }, wide, 'image/jpeg')?.quality, 30)
})

test('with linked sides, pictures of other shapes get the same longer side', () => {
  const wanted = wantedFor(firstWanted, wide)
  const sidesOf = (source: typeof wide) => [options(wanted, source)?.width, options(wanted, source)?.height]
  assert.deepEqual(sidesOf(wide), [640, 427])
  assert.deepEqual(sidesOf(tall), [427, 640])
  assert.deepEqual(sidesOf({ width: 500, height: 500 }), [640, 640])
})

test('with linked sides, a picture whose shape is not known keeps it all the same', () => {
  assert.equal(optionsOf(firstWanted, undefined, 'image/tiff', 1999)?.fit, 'inside')
  assert.equal(optionsOf({ ...firstWanted, isLinked: false }, undefined, 'image/tiff', 1999)?.fit, 'fill')
})
