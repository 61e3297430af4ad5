const OPAQUE: u32 = 0xff00_0000

/**
 * From indices of 1, 2, 4 or 8 bits to RGBA.
 * @param table the colour of every index that has so many bits (u32)
 * @returns the highest index there was
 */
export function expandIndices(source: usize, target: usize, columns: i32, bits: u32, table: usize): u32 {
  return bits === 8 ? expandBytes(source, target, columns, table) : expandBits(source, target, columns, bits, table)
}

function expandBytes(source: usize, target: usize, columns: i32, table: usize): u32 {
  const end = source + <usize>columns
  let highest: u32 = 0
  for (; source < end; source++) {
    const index = <u32>load<u8>(source)
    highest = max<u32>(highest, index)
    store<u32>(target, load<u32>(table + ((<usize>index) << 2)))
    target += 4
  }
  return highest
}

function expandBits(source: usize, target: usize, columns: i32, bits: u32, table: usize): u32 {
  const mask: u32 = (1 << bits) - 1
  const end = target + ((<usize>columns) << 2)
  let highest: u32 = 0
  let shift: u32 = 8
  while (target < end) {
    shift -= bits
    const index = (<u32>load<u8>(source) >> shift) & mask
    highest = max<u32>(highest, index)
    store<u32>(target, load<u32>(table + ((<usize>index) << 2)))
    target += 4
    if (shift === 0) {
      source++
      shift = 8
    }
  }
  return highest
}

/**
 * From samples of 8 bits, or of 16 with the higher byte first, to RGBA of 8 bits.
 *
 * Reads up to 16 bytes after the row and overwrites up to the next four pixels.
 * @param samples of a pixel: 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha
 * @param red with `green` and `blue` (grey: three times the same) the colour that is transparent, all its bits; more
 *   than a sample can be: none
 */
export function expandSamples(
  source: usize,
  target: usize,
  columns: i32,
  samples: i32,
  isDeep: bool,
  red: u32,
  green: u32,
  blue: u32,
): void {
  if (isDeep) expand<u16>(source, target, columns, samples, red, green, blue)
  else if (samples === 4) memory.copy(target, source, (<usize>columns) << 2)
  else if (ASC_FEATURE_SIMD && samples === 3 && red > 0xff) expandColours(source, target, columns)
  else expand<u8>(source, target, columns, samples, red, green, blue)
}

function expand<T>(source: usize, target: usize, columns: i32, samples: i32, red: u32, green: u32, blue: u32): void {
  const isColour = samples > 2
  const hasAlpha = (samples & 1) === 0
  const end = target + ((<usize>columns) << 2)
  while (target < end) {
    const r = next<T>(source)
    let g = r
    let b = r
    if (isColour) {
      g = next<T>(source + sizeof<T>())
      b = next<T>(source + 2 * sizeof<T>())
      source += 2 * sizeof<T>()
    }
    source += sizeof<T>()
    let alpha: u32 = 0xff
    if (hasAlpha) {
      alpha = toByte<T>(next<T>(source))
      source += sizeof<T>()
    } else if (r === red && g === green && b === blue) alpha = 0
    store<u32>(target, toByte<T>(r) | (toByte<T>(g) << 8) | (toByte<T>(b) << 16) | (alpha << 24))
    target += 4
  }
}

function next<T>(at: usize): u32 {
  if (sizeof<T>() === 1) return load<u8>(at)
  return <u32>bswap<u16>(load<u16>(at))
}

/** 16 bits to 8, to the nearest: × 255 ÷ 65535, rounded (PNG 3rd edition, 13.12; libpng's png_set_scale_16). */
function toByte<T>(sample: u32): u32 {
  if (sizeof<T>() === 1) return sample
  return (sample * 255 + 32_895) >> 16
}

/** The common one, four pixels at a time. */
function expandColours(source: usize, target: usize, columns: i32): void {
  const end = target + ((<usize>columns) << 2)
  const places = i8x16(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1)
  const alpha = i32x4.splat(OPAQUE)
  while (target < end) {
    v128.store(target, v128.or(v128.swizzle(v128.load(source), places), alpha))
    source += 12
    target += 16
  }
}
