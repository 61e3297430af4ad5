import { symbolOf } from './deflate-lengths'
import { END_OF_BLOCK, FREQUENCIES, HISTOGRAM, HISTOGRAMS, RUNS, SYMBOLS } from './deflate-memory'

/** Counts the symbols of a block whose runs are known. */
export function countSymbols(source: usize, work: usize): void {
  const frequencies = work + FREQUENCIES
  memory.fill(work + HISTOGRAMS, 0, 4 * HISTOGRAM)
  memory.fill(frequencies, 0, (<usize>SYMBOLS) << 2)
  countOne(frequencies, END_OF_BLOCK)
  let from = source
  for (let run = work + RUNS; ; run += 4) {
    const entry = load<u32>(run)
    const start = source + (entry >> 9)
    countLiterals(from, start, work + HISTOGRAMS)
    const length = entry & 511
    if (length === 0) break
    countOne(frequencies, symbolOf(length))
    from = start + length
  }
  for (let at: usize = 0; at < HISTOGRAM; at += 4) {
    const histograms = work + HISTOGRAMS + at
    const even = load<u32>(histograms) + load<u32>(histograms, 2 * HISTOGRAM)
    store<u32>(frequencies + at, even + load<u32>(histograms, HISTOGRAM) + load<u32>(histograms, 3 * HISTOGRAM))
  }
}

function countLiterals(from: usize, to: usize, histograms: usize): void {
  for (; from + 8 <= to; from += 8) {
    const bytes = load<u64>(from)
    countOne(histograms, <u32>(bytes & 0xff))
    countOne(histograms + HISTOGRAM, <u32>((bytes >> 8) & 0xff))
    countOne(histograms + 2 * HISTOGRAM, <u32>((bytes >> 16) & 0xff))
    countOne(histograms + 3 * HISTOGRAM, <u32>((bytes >> 24) & 0xff))
    countOne(histograms, <u32>((bytes >> 32) & 0xff))
    countOne(histograms + HISTOGRAM, <u32>((bytes >> 40) & 0xff))
    countOne(histograms + 2 * HISTOGRAM, <u32>((bytes >> 48) & 0xff))
    countOne(histograms + 3 * HISTOGRAM, <u32>(bytes >> 56))
  }
  for (; from < to; from++) countOne(histograms, load<u8>(from))
}

function countOne(counts: usize, symbol: u32): void {
  const place = counts + ((<usize>symbol) << 2)
  store<u32>(place, load<u32>(place) + 1)
}
