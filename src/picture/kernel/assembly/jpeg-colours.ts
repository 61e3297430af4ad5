import { BLOCK, BLOCK_ROW } from './jpeg-memory'

// JFIF 1.02 (ITU-R BT.601, full range), 15 bits of fraction: Y of white is 255 exactly, Cb and Cr of grey are 0 exactly.
const Y_RED: i16 = 9798
const Y_GREEN: i16 = 19235
const Y_BLUE: i16 = 3735
const CB_RED: i16 = -5529
const CB_GREEN: i16 = -10855
const CB_BLUE: i16 = 16384
const CR_RED: i16 = 16384
const CR_GREEN: i16 = -13720
const CR_BLUE: i16 = -2664

/** Luma is coded around 0. */
const HALF_RANGE: i32 = 128 << 15

/**
 * Takes 16×16 RGBA pixels apart: four blocks of luma (left to right, top to bottom), one of Cb and one of Cr, each of
 * their samples the sum of four pixels. Samples are not rounded: they have 15 bits of fraction.
 * @param stride bytes from one row of pixels to the next
 */
export function takeColours(pixels: usize, stride: usize, blocks: usize): void {
  const chroma = blocks + 4 * BLOCK
  for (let row: usize = 0; row < 16; row += 2) {
    const luma = blocks + (row >> 3) * (2 * BLOCK) + (row & 7) * BLOCK_ROW
    for (let half: usize = 0; half < 2; half++) {
      const from = pixels + half * 32
      lumaRow(from, luma + half * BLOCK)
      lumaRow(from + stride, luma + half * BLOCK + BLOCK_ROW)
      chromaHalfRow(from, stride, chroma + (row >> 1) * BLOCK_ROW + half * 16)
    }
    pixels += 2 * stride
  }
}

/** One block of luma from 8×8 RGBA pixels, as {@link takeColours} makes it. */
export function takeLuma(pixels: usize, stride: usize, block: usize): void {
  for (let row: usize = 0; row < 8; row++) lumaRow(pixels + row * stride, block + row * BLOCK_ROW)
}

/** Eight pixels. */
function lumaRow(pixels: usize, target: usize): void {
  if (ASC_FEATURE_SIMD) {
    v128.store(target, lumaOfFour(v128.load(pixels)))
    v128.store(target, lumaOfFour(v128.load(pixels, 16)), 16)
  } else {
    for (let at: usize = 0; at < 32; at += 4) {
      const red = <i32>load<u8>(pixels + at)
      const green = <i32>load<u8>(pixels + at, 1)
      const blue = <i32>load<u8>(pixels + at, 2)
      store<f32>(target + at, <f32>(red * Y_RED + green * Y_GREEN + blue * Y_BLUE - HALF_RANGE))
    }
  }
}

function lumaOfFour(pixels: v128): v128 {
  const sum = weigh(redGreen(pixels), blue(pixels), Y_RED, Y_GREEN, Y_BLUE)
  return f32x4.convert_i32x4_s(i32x4.sub(sum, i32x4.splat(HALF_RANGE)))
}

/** Four samples of each chroma, from eight pixels in each of two rows. */
function chromaHalfRow(upper: usize, stride: usize, target: usize): void {
  const lower = upper + stride
  if (ASC_FEATURE_SIMD) {
    const above0 = v128.load(upper)
    const above1 = v128.load(upper, 16)
    const below0 = v128.load(lower)
    const below1 = v128.load(lower, 16)
    const redsGreens = addNeighbours(
      i16x8.add(redGreen(above0), redGreen(below0)),
      i16x8.add(redGreen(above1), redGreen(below1)),
    )
    const blues = addNeighbours(i16x8.add(blue(above0), blue(below0)), i16x8.add(blue(above1), blue(below1)))
    const cb = weigh(redsGreens, blues, CB_RED, CB_GREEN, CB_BLUE)
    const cr = weigh(redsGreens, blues, CR_RED, CR_GREEN, CR_BLUE)
    v128.store(target, f32x4.convert_i32x4_s(cb))
    v128.store(target, f32x4.convert_i32x4_s(cr), BLOCK)
  } else {
    for (let sample: usize = 0; sample < 4; sample++) {
      const at = sample << 3
      const red = sumOfFour(upper + at, lower + at)
      const green = sumOfFour(upper + at + 1, lower + at + 1)
      const blue = sumOfFour(upper + at + 2, lower + at + 2)
      store<f32>(target + (sample << 2), <f32>(red * CB_RED + green * CB_GREEN + blue * CB_BLUE))
      store<f32>(target + (sample << 2), <f32>(red * CR_RED + green * CR_GREEN + blue * CR_BLUE), BLOCK)
    }
  }
}

function sumOfFour(above: usize, below: usize): i32 {
  return <i32>load<u8>(above) + <i32>load<u8>(above, 4) + <i32>load<u8>(below) + <i32>load<u8>(below, 4)
}

/** Red and green of four pixels, 16 bits each. */
function redGreen(pixels: v128): v128 {
  return v128.swizzle(pixels, i8x16(0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13, -1))
}

/** Blue of four pixels, each followed by a zero, 16 bits each. */
function blue(pixels: v128): v128 {
  return v128.swizzle(pixels, i8x16(2, -1, -1, -1, 6, -1, -1, -1, 10, -1, -1, -1, 14, -1, -1, -1))
}

/** From two times four pixels to four, each the sum of two that lie beside each other. */
function addNeighbours(first: v128, second: v128): v128 {
  return i16x8.add(v128.shuffle<i32>(first, second, 0, 2, 4, 6), v128.shuffle<i32>(first, second, 1, 3, 5, 7))
}

function weigh(redGreen: v128, blue: v128, forRed: i16, forGreen: i16, forBlue: i16): v128 {
  const pair = i32x4.splat((<i32>forRed & 0xffff) | ((<i32>forGreen) << 16))
  return i32x4.add(i32x4.dot_i16x8_s(redGreen, pair), i32x4.dot_i16x8_s(blue, i32x4.splat(<i32>forBlue & 0xffff)))
}
