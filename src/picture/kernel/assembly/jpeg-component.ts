/** A component of a JPEG that is being read, by the offsets of its fields: 32 bits each, numbers or addresses. */

/** Blocks of a unit, along its rows and downwards. */
export const BLOCKS_ACROSS: usize = 0
export const BLOCKS_DOWN: usize = 4
/**
 * For each place in the zigzag, and for sixteen more: what the coefficient is multiplied by (f32), and where it goes, in
 * bytes from the block's first coefficient (u32). That is 256 for one that is not needed, and 768 behind the last place.
 */
export const ORDER: usize = 8
export const ORDER_SHIFT: i32 = 3
/** Tables as `jpeg-lookup` makes them. */
export const DC_LOOKUP: usize = 12
export const AC_LOOKUP: usize = 16
/** Samples that a block becomes, along its rows and downwards: 1 to 16. */
export const COLUMNS: usize = 20
export const ROWS: usize = 24
/**
 * The inverse transform: by coefficient and column, and by row and coefficient (f32, 32 bytes from row to row), for the first 8
 * columns and rows.
 */
export const ACROSS: usize = 28
export const DOWN: usize = 32
/** Where the samples of a strip go (f32), and the bytes from row to row. */
export const PLANE: usize = 36
export const PLANE_STRIDE: usize = 40
/** The DC coefficient of the block before (f32). */
export const PREVIOUS: usize = 44
/** Where the order of the last place stands that is needed. */
export const LAST_NEEDED: usize = 48
/** Bytes of all. */
export const COMPONENT: usize = 52
