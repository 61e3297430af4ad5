/** 1.5 × 2²³: what is added to it is rounded to a whole number, which then stands in the lowest bits. */
const ROUNDER: f32 = 12582912

/** Samples of 16 bits have 6 bits of fraction, as `widen` makes them. */
const FRACTION: f32 = 64
const WIDE_OPAQUE: i32 = 255 << 6

/** Samples are coded around half of their range. */
const HALF_RANGE: f32 = 128

// JFIF 1.02.
const RED_CR: f32 = 1.402
const GREEN_CB: f32 = -0.344136286
const GREEN_CR: f32 = -0.714136286
const BLUE_CB: f32 = 1.772

/**
 * A row of RGBA from luma and chroma (f32, around 0): of 8 bits, or, where it is to be `wide`, paired and of 16 bits,
 * as `widen` has them. Reads and writes up to the next four pixels.
 */
export function pixelsOfColours(luma: usize, cb: usize, cr: usize, target: usize, width: i32, wide: bool): void {
  const end = luma + ((<usize>width) << 2)
  const step: usize = wide ? 32 : 16
  for (; luma < end; luma += 16) {
    if (ASC_FEATURE_SIMD) {
      const y = f32x4.add(v128.load(luma), f32x4.splat(HALF_RANGE))
      const blues = v128.load(cb)
      const reds = v128.load(cr)
      const red = f32x4.add(y, f32x4.mul(reds, f32x4.splat(RED_CR)))
      const greenOfCb = f32x4.add(y, f32x4.mul(blues, f32x4.splat(GREEN_CB)))
      const green = f32x4.add(greenOfCb, f32x4.mul(reds, f32x4.splat(GREEN_CR)))
      const blue = f32x4.add(y, f32x4.mul(blues, f32x4.splat(BLUE_CB)))
      if (wide) storeWide(toWide(red), toWide(green), toWide(blue), target)
      else storeNarrow(toBytes(red), toBytes(green), toBytes(blue), target)
    } else {
      for (let lane: usize = 0; lane < 16; lane += 4) {
        const y = load<f32>(luma + lane) + HALF_RANGE
        const blues = load<f32>(cb + lane)
        const reds = load<f32>(cr + lane)
        const green = y + blues * GREEN_CB + reds * GREEN_CR
        storePixel(y + reds * RED_CR, green, y + blues * BLUE_CB, target, lane, wide)
      }
    }
    cb += 16
    cr += 16
    target += step
  }
}

/** The same for a picture that has luma alone. */
export function pixelsOfLuma(luma: usize, target: usize, width: i32, wide: bool): void {
  const end = luma + ((<usize>width) << 2)
  const step: usize = wide ? 32 : 16
  for (; luma < end; luma += 16) {
    if (ASC_FEATURE_SIMD) {
      const y = f32x4.add(v128.load(luma), f32x4.splat(HALF_RANGE))
      if (wide) storeWide(toWide(y), toWide(y), toWide(y), target)
      else storeNarrow(toBytes(y), toBytes(y), toBytes(y), target)
    } else {
      for (let lane: usize = 0; lane < 16; lane += 4) {
        const y = load<f32>(luma + lane) + HALF_RANGE
        storePixel(y, y, y, target, lane, wide)
      }
    }
    target += step
  }
}

/** Clamped and rounded, each in the lowest byte of its lane. */
function toBytes(samples: v128): v128 {
  return v128.and(f32x4.add(clamped(samples), f32x4.splat(ROUNDER)), i32x4.splat(0xff))
}

/** The same with a fraction: 16 bits of each lane. */
function toWide(samples: v128): v128 {
  const scaled = f32x4.mul(clamped(samples), f32x4.splat(FRACTION))
  return v128.and(f32x4.add(scaled, f32x4.splat(ROUNDER)), i32x4.splat(0xffff))
}

function clamped(samples: v128): v128 {
  return f32x4.pmin(f32x4.splat(255), f32x4.pmax(f32x4.splat(0), samples))
}

function storeNarrow(red: v128, green: v128, blue: v128, target: usize): void {
  const colours = v128.or(v128.or(red, i32x4.shl(green, 8)), i32x4.shl(blue, 16))
  v128.store(target, v128.or(colours, i32x4.splat(0xff000000)))
}

/** Two pairs of pixels. */
function storeWide(red: v128, green: v128, blue: v128, target: usize): void {
  const redGreen = i16x8.narrow_i32x4_s(red, green)
  const blueAlpha = i16x8.narrow_i32x4_s(blue, i32x4.splat(WIDE_OPAQUE))
  v128.store(target, v128.shuffle<i32>(redGreen, blueAlpha, 0, 2, 4, 6))
  v128.store(target, v128.shuffle<i32>(redGreen, blueAlpha, 1, 3, 5, 7), 16)
}

/** One of four pixels, by its lane in bytes. */
function storePixel(red: f32, green: f32, blue: f32, target: usize, lane: usize, wide: bool): void {
  if (wide) {
    const to = target + ((lane & 8) << 1) + ((lane & 4) >> 1)
    store<u16>(to, toSample(red, FRACTION))
    store<u16>(to, toSample(green, FRACTION), 4)
    store<u16>(to, toSample(blue, FRACTION), 8)
    store<u16>(to, <u16>WIDE_OPAQUE, 12)
  } else {
    store<u8>(target + lane, <u8>toSample(red, 1))
    store<u8>(target + lane, <u8>toSample(green, 1), 1)
    store<u8>(target + lane, <u8>toSample(blue, 1), 2)
    store<u8>(target + lane, 255, 3)
  }
}

function toSample(sample: f32, scale: f32): u16 {
  return <u16>reinterpret<u32>(min<f32>(max<f32>(sample, 0), 255) * scale + ROUNDER)
}
