import { average } from './average'
import { paeth } from './paeth'
import { sub } from './sub'

/**
 * Takes the filters off scanlines (PNG specification, 9.2).
 *
 * Whole vectors are read and written: up to 15 bytes after the last source and target row are touched.
 * @param source scanlines: a filter byte, then `rowBytes`
 * @param target where the rows go; the row above the first one lies right before it
 * @returns the filter type that is not defined, or 0
 */
export function unfilter(source: usize, target: usize, rowBytes: usize, bytesPerPixel: usize, rows: i32): i32 {
  for (let row = 0; row < rows; row++) {
    const filter = load<u8>(source)
    source += 1
    if (filter === 0) memory.copy(target, source, rowBytes)
    else if (filter === 1) sub(source, target, rowBytes, bytesPerPixel)
    else if (filter === 2) up(source, target, rowBytes)
    else if (filter === 3) average(source, target, rowBytes, bytesPerPixel)
    else if (filter === 4) paeth(source, target, rowBytes, bytesPerPixel)
    else return filter
    source += rowBytes
    target += rowBytes
  }
  return 0
}

function up(source: usize, target: usize, rowBytes: usize): void {
  const above = target - rowBytes
  if (ASC_FEATURE_SIMD) {
    for (let at: usize = 0; at < rowBytes; at += 16) {
      v128.store(target + at, i8x16.add(v128.load(source + at), v128.load(above + at)))
    }
  } else {
    for (let at: usize = 0; at < rowBytes; at++) {
      store<u8>(target + at, load<u8>(source + at) + load<u8>(above + at))
    }
  }
}
