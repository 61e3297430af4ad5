/**
 * What an inflation under way keeps between two calls, at the beginning of the kernel's memory: there is one at a time. The
 * loader sets it to zero, then {@link INPUT} and {@link OUTPUT}.
 */

/**
 * The tables (u32): as large as complete codes can make them (zlib's enough.c, for 288 symbols of 15 bits). That of the
 * literals is at zero: what decides how long a literal takes is how soon the entry before it is there, and adding to an
 * entry's place costs a step of that way.
 */
export const LITERAL_TABLE: usize = 0
export const DISTANCE_TABLE: usize = 4 * 2342
/** Lengths of codes, one byte a symbol: 286 literals and lengths, then 30 distances, and what a table may read more. */
export const LENGTHS: usize = 12160
/** Symbols in the order of their codes (u16), and how many codes each length has (u32). */
export const SORTED: usize = LENGTHS + 320
export const COUNTS: usize = SORTED + 2 * 320

/** The last 64 of 13 KiB. */
const FIELDS: usize = 13 * 1024 - 64
/** Bits that were read and not used yet, the next one lowest (u64). Above {@link BIT_COUNT} of them anything may stand. */
export const BITS: usize = FIELDS
export const BIT_COUNT: usize = FIELDS + 8
/** Addresses of the next byte to read and of the next one to write. */
export const INPUT: usize = FIELDS + 12
export const OUTPUT: usize = FIELDS + 16
/** What comes next. */
export const STEP: usize = FIELDS + 20
/** Whether the block under way is the last one. */
export const IS_LAST: usize = FIELDS + 24
/** Bytes of a stored block that are still to be copied. */
export const STORED_LEFT: usize = FIELDS + 28

/** Bits that a table is looked up with: most codes of pixels are not longer. */
export const LITERAL_BITS: u32 = 11
export const DISTANCE_BITS: u32 = 8

/** How far reading may go past the end of the input: it reads up to 8 bytes before they are used. */
export const READ_AHEAD: usize = 8

/** Steps of a stream. */
export const HEADER: i32 = 0
export const CODED: i32 = 1
export const STORED: i32 = 2
export const END: i32 = 3

/** Answers of `inflate`. */
export const WANTS_INPUT: i32 = 0
export const IS_FULL: i32 = 1
export const IS_DONE: i32 = 2
export const IS_MALFORMED: i32 = 3
