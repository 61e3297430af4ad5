/** Samples of a side of a block that a JPEG stores. */
export const BLOCK_SIDE = 8

/** Samples of a side that a block can become: chroma that is stored at half of luma's sides has as many samples as luma then. */
export const MOST_SAMPLES = 2 * BLOCK_SIDE

/**
 * The inverse DCT of 8 coefficients (ITU-T T.81, A.3.3) to `samples` samples, 1 to 16: as many of the lowest coefficients, at
 * the places that fewer and larger, or more and smaller samples have. By sample and coefficient, rows of 8.
 */
export function inverseTransform(samples: number): Float32Array {
  const matrix = new Float32Array(Math.ceil(samples / BLOCK_SIDE) * BLOCK_SIDE * BLOCK_SIDE)
  for (let sample = 0; sample < samples; sample++) {
    for (let coefficient = 0; coefficient < Math.min(samples, BLOCK_SIDE); coefficient++) {
      const scale = coefficient === 0 ? Math.SQRT1_2 / 2 : 1 / 2
      const angle = ((2 * sample + 1) * coefficient * Math.PI) / (2 * samples)
      matrix[sample * BLOCK_SIDE + coefficient] = scale * Math.cos(angle)
    }
  }
  return matrix
}

/** Matrices of 8 rows of 8, one behind the other, each with its rows as columns. */
export function transposed(matrices: Float32Array): Float32Array {
  return matrices.map((_, at) => {
    const [within, first] = [at % BLOCK_SIDE ** 2, at - (at % BLOCK_SIDE ** 2)]
    return matrices[first + (within % BLOCK_SIDE) * BLOCK_SIDE + Math.floor(within / BLOCK_SIDE)] ?? 0
  })
}
