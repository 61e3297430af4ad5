/** Bytes of a block of 8×8 samples in single precision, and of one row of it. */
export const BLOCK: usize = 256
export const BLOCK_ROW: usize = 32

/**
 * The tables of a JPEG, by their offsets: multipliers that quantize (f32, rows from the top, left to right), for luma
 * and for chroma; Huffman codes by symbol (u32: code × 256 + length), for DC and AC of luma, DC and AC of chroma; and
 * both ways between a coefficient's place in its block and in the zigzag (u8).
 */
export const LUMA_MULTIPLIERS: usize = 0
export const CHROMA_MULTIPLIERS: usize = 256
export const LUMA_CODES: usize = 512
export const CHROMA_CODES: usize = 2560
export const ZIGZAG_OF: usize = 4608
export const PLACE_OF: usize = 4672

/** Bytes of the Huffman codes for DC; those for AC follow them. */
export const DC_CODES: usize = 1024
