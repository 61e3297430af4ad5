import { COUNTS, SORTED, WEIGHTS } from './deflate-memory'

/** Deeper than any tree over a block's frequencies. */
const DEEPEST: u32 = 32

/** Symbols have nine bits in what is sorted, frequencies those above. */
const SYMBOL_BITS: u32 = 9
const SYMBOL: u32 = (1 << SYMBOL_BITS) - 1

/**
 * The lengths of Huffman codes for symbols that come with these frequencies (u32, each below 2^23), none longer than
 * `longest`; 0 for a symbol that does not come. The code is complete where two symbols or more come. Among symbols that
 * come equally often, the lower one has the longer code.
 * @param work see `deflate-memory`
 */
export function findCodeLengths(frequencies: usize, symbols: u32, longest: u32, lengths: usize, work: usize): void {
  memory.fill(lengths, 0, symbols)
  const sorted = work + SORTED
  const present = sortPresent(frequencies, symbols, sorted)
  countDepths(sorted, present, work + WEIGHTS, work + COUNTS)
  shorten(work + COUNTS, longest)
  let at = sorted
  for (let length = longest; length > 0; length--) {
    for (let left = load<u32>(work + COUNTS + ((<usize>length) << 2)); left > 0; left--) {
      store<u8>(lengths + (load<u32>(at) & SYMBOL), <u8>length)
      at += 4
    }
  }
}

/** Sorts what comes at all, the rarest first (Shell's sort with Ciura's gaps), and gives their number. */
function sortPresent(frequencies: usize, symbols: u32, sorted: usize): u32 {
  let present: u32 = 0
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const frequency = load<u32>(frequencies + ((<usize>symbol) << 2))
    if (frequency === 0) continue
    store<u32>(sorted + ((<usize>present) << 2), (frequency << SYMBOL_BITS) | symbol)
    present++
  }
  sortWithGap(sorted, present, 132)
  sortWithGap(sorted, present, 57)
  sortWithGap(sorted, present, 23)
  sortWithGap(sorted, present, 10)
  sortWithGap(sorted, present, 4)
  sortWithGap(sorted, present, 1)
  return present
}

function sortWithGap(sorted: usize, present: u32, gap: u32): void {
  const step = (<usize>gap) << 2
  const end = sorted + ((<usize>present) << 2)
  for (let at = sorted + step; at < end; at += 4) {
    const moved = load<u32>(at)
    let place = at
    for (; place >= sorted + step && load<u32>(place - step) > moved; place -= step) {
      store<u32>(place, load<u32>(place - step))
    }
    store<u32>(place, moved)
  }
}

/**
 * Counts how many leaves of the Huffman tree are at each depth. The tree is made in place, as Moffat and Katajainen
 * describe it (In-Place Calculation of Minimum-Redundancy Codes, 1995): weights become parents, parents become depths.
 */
function countDepths(sorted: usize, present: u32, weights: usize, counts: usize): void {
  memory.fill(counts, 0, (<usize>(DEEPEST + 1)) << 2)
  if (present < 2) {
    store<u32>(counts, present, 4)
    return
  }
  for (let index: u32 = 0; index < present; index++) set(weights, index, get(sorted, index) >> SYMBOL_BITS)
  joinTrees(weights, present)

  const root = present - 2
  set(weights, root, 0)
  for (let node = <i32>root - 1; node >= 0; node--) set(weights, node, get(weights, get(weights, node)) + 1)

  let node = <i32>root
  let free: u32 = 1
  for (let depth: u32 = 0; free > 0; depth++) {
    let used: u32 = 0
    for (; node >= 0 && get(weights, node) === depth; node--) used++
    set(counts, depth, free - used)
    free = used << 1
  }
}

/** Joins the two lightest trees until one is left; each place then has the place of its parent. */
function joinTrees(weights: usize, present: u32): void {
  let tree: u32 = 0
  let leaf: u32 = 0
  for (let next: u32 = 0; next < present - 1; next++) {
    let weight: u32 = 0
    for (let child = 0; child < 2; child++) {
      if (leaf >= present || (tree < next && get(weights, tree) < get(weights, leaf))) {
        weight += get(weights, tree)
        set(weights, tree, next)
        tree++
      } else {
        weight += get(weights, leaf)
        leaf++
      }
    }
    set(weights, next, weight)
  }
}

/** Makes no code longer than `longest`: what was becomes that long, and shorter codes become longer to make room. */
function shorten(counts: usize, longest: u32): void {
  let space: u32 = 0
  let present: u32 = 0
  for (let length: u32 = 1; length <= DEEPEST; length++) {
    const count = get(counts, length)
    present += count
    if (length > longest) {
      set(counts, longest, get(counts, longest) + count)
      set(counts, length, 0)
    }
  }
  for (let length: u32 = 1; length <= longest; length++) space += get(counts, length) << (longest - length)
  for (; present > 1 && space > (<u32>1) << longest; space--) {
    set(counts, longest, get(counts, longest) - 1)
    let length = longest - 1
    while (get(counts, length) === 0) length--
    set(counts, length, get(counts, length) - 1)
    set(counts, length + 1, get(counts, length + 1) + 2)
  }
}

function get(values: usize, index: u32): u32 {
  return load<u32>(values + ((<usize>index) << 2))
}

function set(values: usize, index: u32, value: u32): void {
  store<u32>(values + ((<usize>index) << 2), value)
}
