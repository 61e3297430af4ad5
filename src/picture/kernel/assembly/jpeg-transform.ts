import { BLOCK_ROW } from './jpeg-memory'

/**
 * The forward DCT of a block, in place (Arai, Agui and Nakajima, as libjpeg's jfdctflt.c has it): coefficients come out
 * with factors on them that whoever quantizes takes off. Both builds add and multiply the same numbers in the same
 * order, in single precision, and come to the same bits.
 * @param scratch another block
 */
export function transform(block: usize, scratch: usize): void {
  transformColumns(block, scratch)
  transformColumns(scratch, block)
}

/** Transforms every column; they come out as rows. */
function transformColumns(block: usize, target: usize): void {
  if (ASC_FEATURE_SIMD) {
    columns<v128>(block, target)
    columns<v128>(block + 16, target + 4 * BLOCK_ROW)
  } else {
    for (let column: usize = 0; column < 8; column++) columns<f32>(block + column * 4, target + column * BLOCK_ROW)
  }
}

/** As many columns as `T` has numbers. */
function columns<T>(block: usize, target: usize): void {
  const row0 = load<T>(block)
  const row1 = load<T>(block, BLOCK_ROW)
  const row2 = load<T>(block, 2 * BLOCK_ROW)
  const row3 = load<T>(block, 3 * BLOCK_ROW)
  const row4 = load<T>(block, 4 * BLOCK_ROW)
  const row5 = load<T>(block, 5 * BLOCK_ROW)
  const row6 = load<T>(block, 6 * BLOCK_ROW)
  const row7 = load<T>(block, 7 * BLOCK_ROW)
  const sum0 = plus<T>(row0, row7)
  const sum1 = plus<T>(row1, row6)
  const sum2 = plus<T>(row2, row5)
  const sum3 = plus<T>(row3, row4)

  const even0 = plus<T>(sum0, sum3)
  const even1 = plus<T>(sum1, sum2)
  const even2 = minus<T>(sum1, sum2)
  const even3 = minus<T>(sum0, sum3)
  const turned = times<T>(plus<T>(even2, even3), Mathf.SQRT1_2)
  const out0 = plus<T>(even0, even1)
  const out4 = minus<T>(even0, even1)
  const out2 = plus<T>(even3, turned)
  const out6 = minus<T>(even3, turned)

  const difference0 = minus<T>(row0, row7)
  const odd0 = plus<T>(minus<T>(row3, row4), minus<T>(row2, row5))
  const odd1 = plus<T>(minus<T>(row2, row5), minus<T>(row1, row6))
  const odd2 = plus<T>(minus<T>(row1, row6), difference0)
  const shared = times<T>(minus<T>(odd0, odd2), 0.382683433)
  const low = plus<T>(times<T>(odd0, 0.5411961), shared)
  const high = plus<T>(times<T>(odd2, 1.306562965), shared)
  const middle = times<T>(odd1, Mathf.SQRT1_2)
  const outer = plus<T>(difference0, middle)
  const inner = minus<T>(difference0, middle)
  putTransposed<T>(target, out0, plus<T>(outer, high), out2, minus<T>(inner, low))
  putTransposed<T>(target + 16, out4, plus<T>(inner, low), out6, minus<T>(outer, high))
}

/** Four numbers of each column, side by side in the column's row. */
function putTransposed<T>(target: usize, first: T, second: T, third: T, fourth: T): void {
  if (isVector<T>()) {
    const upper0 = v128.shuffle<i32>(first, second, 0, 4, 1, 5)
    const upper1 = v128.shuffle<i32>(third, fourth, 0, 4, 1, 5)
    const lower0 = v128.shuffle<i32>(first, second, 2, 6, 3, 7)
    const lower1 = v128.shuffle<i32>(third, fourth, 2, 6, 3, 7)
    v128.store(target, v128.shuffle<i64>(upper0, upper1, 0, 2))
    v128.store(target, v128.shuffle<i64>(upper0, upper1, 1, 3), BLOCK_ROW)
    v128.store(target, v128.shuffle<i64>(lower0, lower1, 0, 2), 2 * BLOCK_ROW)
    v128.store(target, v128.shuffle<i64>(lower0, lower1, 1, 3), 3 * BLOCK_ROW)
  } else {
    store<T>(target, first)
    store<T>(target, second, 4)
    store<T>(target, third, 8)
    store<T>(target, fourth, 12)
  }
}

function plus<T>(left: T, right: T): T {
  if (isVector<T>()) return f32x4.add(left, right)
  else return (left + right) as T
}

function minus<T>(left: T, right: T): T {
  if (isVector<T>()) return f32x4.sub(left, right)
  else return (left - right) as T
}

function times<T>(left: T, factor: f32): T {
  if (isVector<T>()) return f32x4.mul(left, f32x4.splat(factor))
  else return (left * factor) as T
}
