/** Whether `T` is the vector lane for pixels of that size: `u32` for 3 and 4 bytes, `u64` for 6 and 8. */
export function holdsPixel<T>(bytesPerPixel: usize): bool {
  return bytesPerPixel === sizeof<T>() || bytesPerPixel === (sizeof<T>() >> 2) * 3
}
