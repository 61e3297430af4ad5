import { ACROSS, COLUMNS, DOWN, ROWS } from './jpeg-component'
import { BLOCK_ROW } from './jpeg-memory'

/** Of a place in a block, in bytes: whether it is in the rows or the columns from the fifth one on. */
const LOWER_HALF: i32 = 4 << 5
const RIGHT_HALF: i32 = 4 << 2

/** The share of the DC coefficient in every sample. */
const DIRECT: f32 = 0.125

/** Samples of a vector, in bytes. */
const VECTOR: usize = 16

/** From a coefficient to the next even or odd one in a column. */
const NEXT: usize = 2 * BLOCK_ROW

/**
 * The inverse DCT of a block to up to 16×16 samples, down its columns and then along its rows: to fewer than 8×8 of the
 * lowest coefficients alone, to more as if the higher ones were 0. Even coefficients have the same share in a sample and in
 * the one that mirrors it, odd ones the opposite: so two samples are made of one sum of each. Up to three samples too much
 * are written in every row.
 * @param found a union of the places, in bytes, at which coefficients but DC may be other than 0
 */
export function showBlock(
  component: usize,
  block: usize,
  found: i32,
  scratch: usize,
  target: usize,
  stride: usize,
): void {
  const rows = load<i32>(component, ROWS)
  const columns = load<i32>(component, COLUMNS)
  if (found === 0) spread(load<f32>(block) * DIRECT, target, stride, rows, columns)
  else if (rows === 2 && columns === 2) showTwoByTwo(block, target, stride)
  else {
    const isWide = (found & RIGHT_HALF) !== 0
    const down = <usize>load<u32>(component, DOWN)
    showColumns(block, down, scratch, rows, (found & LOWER_HALF) !== 0)
    if (isWide) showColumns(block + VECTOR, down, scratch + VECTOR, rows, (found & LOWER_HALF) !== 0)
    showRows(scratch, <usize>load<u32>(component, ACROSS), target, stride, rows, columns, isWide)
  }
}

function spread(sample: f32, target: usize, stride: usize, rows: i32, columns: i32): void {
  const bytes = (<usize>columns) << 2
  for (let row = 0; row < rows; row++) {
    if (ASC_FEATURE_SIMD) {
      for (let at: usize = 0; at < bytes; at += 16) v128.store(target + at, f32x4.splat(sample))
    } else {
      for (let at: usize = 0; at < bytes; at += 4) store<f32>(target + at, sample)
    }
    target += stride
  }
}

/** Two samples are the sum and the difference of two coefficients. */
function showTwoByTwo(block: usize, target: usize, stride: usize): void {
  const direct = load<f32>(block)
  const across = load<f32>(block, 4)
  const down = load<f32>(block, BLOCK_ROW)
  const both = load<f32>(block, BLOCK_ROW + 4)
  store<f32>(target, (direct + down + (across + both)) * DIRECT)
  store<f32>(target, (direct + down - (across + both)) * DIRECT, 4)
  store<f32>(target + stride, (direct - down + (across - both)) * DIRECT)
  store<f32>(target + stride, (direct - down - (across - both)) * DIRECT, 4)
}

/**
 * Four columns of a block down to `rows` samples, from both ends at once.
 * @param matrix by row and coefficient, for the upper half of the rows
 * @param deep whether there may be more than the four lowest coefficients
 */
function showColumns(block: usize, matrix: usize, target: usize, rows: i32, deep: bool): void {
  let mirror = target + <usize>(rows - 1) * BLOCK_ROW
  for (; target <= mirror; target += BLOCK_ROW) {
    if (ASC_FEATURE_SIMD) {
      const even = sums(matrix, block, deep)
      const odd = sums(matrix + 4, block + BLOCK_ROW, deep)
      v128.store(mirror, f32x4.sub(even, odd))
      v128.store(target, f32x4.add(even, odd))
    } else {
      for (let lane: usize = 0; lane < VECTOR; lane += 4) {
        const even = sum(matrix, block + lane, deep)
        const odd = sum(matrix + 4, block + BLOCK_ROW + lane, deep)
        store<f32>(mirror + lane, even - odd)
        store<f32>(target + lane, even + odd)
      }
    }
    matrix += BLOCK_ROW
    mirror -= BLOCK_ROW
  }
}

/**
 * Rows of coefficients along to `columns` samples each, from both ends at once.
 * @param matrix by coefficient and column, for the left half of the columns
 */
function showRows(
  source: usize,
  matrix: usize,
  target: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  wide: bool,
): void {
  const end = source + <usize>rows * BLOCK_ROW
  const last = ((<usize>columns) << 2) - VECTOR
  for (; source < end; source += BLOCK_ROW) {
    if (columns > 8) showPair(source, matrix + VECTOR, target + VECTOR, target + last - VECTOR, true, wide)
    showPair(source, matrix, target, target + last, columns > 4, wide)
    target += stride
  }
}

/** Four samples of a row, and those that mirror them where there are any. */
function showPair(source: usize, matrix: usize, target: usize, mirror: usize, mirrored: bool, deep: bool): void {
  if (ASC_FEATURE_SIMD) {
    const even = sums(source, matrix, deep)
    const odd = sums(source + 4, matrix + BLOCK_ROW, deep)
    if (mirrored) {
      const back = f32x4.sub(even, odd)
      v128.store(mirror, v128.shuffle<f32>(back, back, 3, 2, 1, 0))
    }
    v128.store(target, f32x4.add(even, odd))
  } else {
    for (let lane: usize = 0; lane < VECTOR; lane += 4) {
      const even = sum(source, matrix + lane, deep)
      const odd = sum(source + 4, matrix + BLOCK_ROW + lane, deep)
      const back = mirror + VECTOR - 4 - lane
      // Where both would be written, vectors leave the first four.
      if (mirrored && (back < target || back >= target + VECTOR)) store<f32>(back, even - odd)
      store<f32>(target + lane, even + odd)
    }
  }
}

/** Products of every second number from `factors` on with every second row of four from `rows` on, summed up. */
function sums(factors: usize, rows: usize, deep: bool): v128 {
  const two = addProduct(f32x4.mul(v128.load_splat<u32>(factors), v128.load(rows)), factors + 8, rows + NEXT)
  return deep ? addProduct(addProduct(two, factors + 16, rows + 2 * NEXT), factors + 24, rows + 3 * NEXT) : two
}

function addProduct(sum: v128, factor: usize, row: usize): v128 {
  return f32x4.add(sum, f32x4.mul(v128.load_splat<u32>(factor), v128.load(row)))
}

/** One number of {@link sums}, summed up in the same order. */
function sum(factors: usize, rows: usize, deep: bool): f32 {
  let total = load<f32>(factors) * load<f32>(rows)
  for (let more = deep ? 3 : 1; more > 0; more--) {
    factors += 8
    rows += NEXT
    total += load<f32>(factors) * load<f32>(rows)
  }
  return total
}
