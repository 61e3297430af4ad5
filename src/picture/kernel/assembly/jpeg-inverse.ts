import { ACROSS, COLUMNS, DOWN, ROWS } from './jpeg-component'
import { BLOCK, BLOCK_ROW } from './jpeg-memory'

/** Of a place in a block, in bytes: whether it is in the rows or the columns from the fifth one on. */
const LOWER_HALF: i32 = 4 << 5
const RIGHT_HALF: i32 = 4 << 2

/** The share of the DC coefficient in every sample. */
const DIRECT: f32 = 0.125

/** Samples in a row of a matrix. */
const ROW_SAMPLES: i32 = 8

/**
 * The inverse DCT of a block to up to 16×16 samples, as two products of matrices: to fewer than 8×8 of the lowest
 * coefficients alone, to more as if the higher ones were 0. Up to three samples too much are written in every row.
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
  const across = <usize>load<u32>(component, ACROSS)
  const down = <usize>load<u32>(component, DOWN)
  if (found === 0) spread(load<f32>(block) * DIRECT, target, stride, rows, columns)
  else if (rows === 2 && columns === 2) showTwoByTwo(block, target, stride)
  else {
    const isWide = (found & RIGHT_HALF) !== 0
    multiply(down, block, scratch, BLOCK_ROW, rows, (found & LOWER_HALF) !== 0, isWide)
    multiply(scratch, across, target, stride, rows, isWide, columns > 4)
    if (columns > ROW_SAMPLES) {
      multiply(scratch, across + BLOCK, target + BLOCK_ROW, stride, rows, isWide, columns > ROW_SAMPLES + 4)
    }
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
 * The product of two matrices: of `rows` × 4 and 4 × 4, or, where they are `deep`, of rows × 8 and 8 × 4; where they are
 * `wide`, of 8 columns. What a matrix has less is 0. Rows of both are 32 bytes apart.
 */
function multiply(left: usize, right: usize, target: usize, stride: usize, rows: i32, deep: bool, wide: bool): void {
  const end = left + <usize>rows * BLOCK_ROW
  for (; left < end; left += BLOCK_ROW) {
    if (ASC_FEATURE_SIMD) {
      v128.store(target, deep ? sumOfEight(left, right) : sumOfFour(left, right))
      if (wide) v128.store(target, deep ? sumOfEight(left, right + 16) : sumOfFour(left, right + 16), 16)
    } else {
      const inner = deep ? 8 : 4
      const bytes: usize = wide ? 32 : 16
      for (let lane: usize = 0; lane < bytes; lane += 4) store<f32>(target + lane, oneSum(left, right + lane, inner))
    }
    target += stride
  }
}

function sumOfFour(left: usize, right: usize): v128 {
  const first = f32x4.mul(v128.load_splat<u32>(left), v128.load(right))
  const second = addProduct(first, left + 4, right + BLOCK_ROW)
  return addProduct(addProduct(second, left + 8, right + 2 * BLOCK_ROW), left + 12, right + 3 * BLOCK_ROW)
}

function sumOfEight(left: usize, right: usize): v128 {
  const four = sumOfFour(left, right)
  const six = addProduct(addProduct(four, left + 16, right + 4 * BLOCK_ROW), left + 20, right + 5 * BLOCK_ROW)
  return addProduct(addProduct(six, left + 24, right + 6 * BLOCK_ROW), left + 28, right + 7 * BLOCK_ROW)
}

function addProduct(sum: v128, left: usize, right: usize): v128 {
  return f32x4.add(sum, f32x4.mul(v128.load_splat<u32>(left), v128.load(right)))
}

/** One number of a product, summed up in the same order. */
function oneSum(left: usize, right: usize, inner: i32): f32 {
  let sum = load<f32>(left) * load<f32>(right)
  for (let at = 1; at < inner; at++) {
    left += 4
    right += BLOCK_ROW
    sum += load<f32>(left) * load<f32>(right)
  }
  return sum
}
