import { BLOCKS_ACROSS, BLOCKS_DOWN, COLUMNS, COMPONENT, PLANE, PLANE_STRIDE, PREVIOUS, ROWS } from './jpeg-component'
import { showBlock } from './jpeg-inverse'
import { pixelsOfColours, pixelsOfLuma } from './jpeg-pixels'
import { bitsLeft, DAMAGED, readBitsFrom, readBlock } from './jpeg-read-block'
import { unstuff, unstuffedLength } from './jpeg-unstuff'

/** Markers that separate the intervals of a scan: 0xFF, then one of these eight in turn. */
const FIRST_RESTART: u8 = 0xd0

/** Units until the next restart marker (0: there is none), between two of them, and the number of that marker. */
let left: i32 = 0
let interval: i32 = 0
let restart: u8 = 0

/** Where the interval's bytes are copied to, downwards, and the marker behind it. */
let target: usize = 0
let marker: usize = 0

/**
 * A new scan begins.
 * @param top of a place for its bytes, downwards, and 512 more below them
 * @param units between restart markers; 0 when there are none
 */
export function beginReading(source: usize, top: usize, units: i32): void {
  target = top
  interval = units
  restart = 0
  beginInterval(source)
}

function beginInterval(source: usize): void {
  marker = unstuff(source, target)
  readBitsFrom(target, unstuffedLength())
  left = interval
}

/** Whether the interval was read up to its marker, with not a byte too much. */
function isRead(): bool {
  const bits = bitsLeft()
  return bits >= 0 && bits < 8
}

/**
 * Reads a strip: one row of units. Samples go to the components' planes.
 * @param components `count` of them, one after the other
 * @param work 1024 bytes
 * @returns whether the data is what it must be; nothing may be read after it was not
 */
export function readStrip(components: usize, count: i32, units: i32, work: usize): bool {
  for (let unit = 0; unit < units; unit++) {
    if (interval > 0) {
      if (left === 0 && !readRestart(components, count)) return false
      left--
    }
    for (let index = 0; index < count; index++) {
      if (!readUnit(components + <usize>index * COMPONENT, unit, work)) return false
    }
  }
  return bitsLeft() >= 0
}

/** Whether the scan ends here, with not a byte too much. */
export function endsHere(end: usize): bool {
  return isRead() && marker === end
}

/** A component's blocks of one unit. */
function readUnit(component: usize, unit: i32, work: usize): bool {
  const across = load<i32>(component, BLOCKS_ACROSS)
  const down = load<i32>(component, BLOCKS_DOWN)
  const width = (<usize>load<i32>(component, COLUMNS)) << 2
  const stride = <usize>load<u32>(component, PLANE_STRIDE)
  let row = <usize>load<u32>(component, PLANE) + <usize>unit * <usize>across * width
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const found = readBlock(component, work)
      if (found === DAMAGED) return false
      showBlock(component, work, found, work + 512, row + <usize>x * width, stride)
    }
    row += stride * <usize>load<i32>(component, ROWS)
  }
  return true
}

function readRestart(components: usize, count: i32): bool {
  if (!isRead() || load<u8>(marker, 1) !== FIRST_RESTART + restart) return false
  beginInterval(marker + 2)
  restart = (restart + 1) & 7
  for (let index = 0; index < count; index++) store<f32>(components + <usize>index * COMPONENT, 0, PREVIOUS)
  return true
}

/** RGBA of one row of the strip that was read: of 8 bits, or `wide`, as `widen` makes it. */
export function showRow(components: usize, count: i32, row: i32, target: usize, width: i32, wide: bool): void {
  const luma = planeRow(components, row)
  if (count === 1) pixelsOfLuma(luma, target, width, wide)
  else {
    const cb = planeRow(components + COMPONENT, row)
    const cr = planeRow(components + 2 * COMPONENT, row)
    pixelsOfColours(luma, cb, cr, target, width, wide)
  }
}

function planeRow(component: usize, row: i32): usize {
  return <usize>load<u32>(component, PLANE) + <usize>row * <usize>load<u32>(component, PLANE_STRIDE)
}
