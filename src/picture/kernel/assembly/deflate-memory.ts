/** Bytes of a block at most, before it is deflated: what a stored one can have (RFC 1951, 3.2.4), and far enough. */
export const BLOCK_BYTES: usize = 65_535

/** Literals and lengths: 256 bytes, the end of a block, 29 lengths, and two that never come (RFC 1951, 3.2.6). */
export const END_OF_BLOCK: u32 = 256
export const FIRST_LENGTH: u32 = 257
export const SYMBOLS: u32 = 288

/** The two codes for distances that a block declares: the first is for distance 1, the other makes the code complete. */
export const DISTANCES: u32 = 2

/** What stands for lengths of codes in a block's head (RFC 1951, 3.2.7). */
export const LENGTH_SYMBOLS: u32 = 19

/**
 * The longest code that is made. Deflate has codes of 15 bits; with 14, four of them and 7 bits that wait are less than
 * 64, and what is lost is less than one part in ten thousand.
 */
export const LONGEST: u32 = 14

/** What a block is worked with, by its offset. Four histograms (u32): equal bytes in a row would wait for each other. */
export const HISTOGRAMS: usize = 0
export const HISTOGRAM: usize = 1024
/** How often each symbol comes (u32), how long its code is (u8; those of distances follow), and its code (u32). */
export const FREQUENCIES: usize = 4096
export const LENGTHS: usize = 5248
export const CODES: usize = 5568
/** For each length of a run all of its bits (u32); for length 0 the end of the block. */
export const RUN_CODES: usize = 6720
/** The lengths of codes in a block's head as symbols of their own (u8, and u8 for extra bits), with the same. */
export const PACKED: usize = 7808
export const PACKED_FREQUENCIES: usize = 8448
export const PACKED_LENGTHS: usize = 8576
export const PACKED_CODES: usize = 8640
/** Symbols by frequency, weights of a tree, and how many codes of each length there are (u32). */
export const SORTED: usize = 8768
export const WEIGHTS: usize = 9920
export const COUNTS: usize = 11072
/** Runs in their order (u32: where they begin × 512 + length): at most one for each three bytes, and the end. */
export const RUNS: usize = 11328
