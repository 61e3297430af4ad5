/** Samples of a side of a block that a JPEG stores. */
export const BLOCK_SIDE = 8

/** Samples of a side that a block can become: chroma that is stored at half of luma's sides has as many samples as luma then. */
export const MOST_SAMPLES = 2 * BLOCK_SIDE

/**
 * The inverse DCT of 8 coefficients (ITU-T T.81, A.3.3) to `samples` samples, 1 to 16: as many of the lowest coefficients, at
 * the places that fewer and larger, or more and smaller samples have. By sample and coefficient, rows of 8, for 8 samples at
 * most: the others mirror them.
 */
export function inverseTransform(samples: number): Float32Array {
  const matrix = new Float32Array(BLOCK_SIDE * BLOCK_SIDE)
  for (let sample = 0; sample < Math.min(samples, BLOCK_SIDE); sample++) {
    for (let coefficient = 0; coefficient < Math.min(samples, BLOCK_SIDE); coefficient++) {
      const scale = coefficient === 0 ? Math.SQRT1_2 / 2 : 1 / 2
      const angle = ((2 * sample + 1) * coefficient * Math.PI) / (2 * samples)
      matrix[sample * BLOCK_SIDE + coefficient] = scale * Math.cos(angle)
    }
  }
  return matrix
}

/** A matrix with its rows as columns. */
export function transposed(matrix: Float32Array): Float32Array {
  return matrix.map((_, at) => matrix[(at % BLOCK_SIDE) * BLOCK_SIDE + Math.floor(at / BLOCK_SIDE)] ?? 0)
}
