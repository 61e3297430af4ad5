/** What was done to the rows before they were compressed (tag Predictor): nothing, differences, or those of floats. */
export type TiffPredictor = 'none' | 'horizontal' | 'float'

/** How the rows of a piece are made. */
export interface PredictedRows {
  readonly rowBytes: number
  /** Samples from one to the next of the same kind. */
  readonly stride: number
  readonly bits: number
  readonly little: boolean
}

/** Adds the differences up, in place (TIFF 6.0, section 14; Adobe Photoshop TIFF Technical Note 3). */
export function undoPredictor(pixels: Uint8Array, predictor: TiffPredictor, rows: PredictedRows): void {
  if (predictor === 'none') return
  for (let at = 0; at < pixels.length; at += rows.rowBytes) {
    const row = pixels.subarray(at, at + rows.rowBytes)
    if (predictor === 'float') joinFloats(row, rows)
    else if (rows.bits === 8) addBytes(row, rows.stride)
    else if (rows.bits === 16) addWords(row, rows)
    else addLongs(row, rows)
  }
}

function addBytes(row: Uint8Array, stride: number): void {
  for (let first = 0; first < stride; first++) {
    let sum = 0
    for (let at = first; at < row.length; at += stride) {
      sum = (sum + (row[at] ?? 0)) & 0xff
      row[at] = sum
    }
  }
}

function addWords(row: Uint8Array, { stride, little }: PredictedRows): void {
  const view = new DataView(row.buffer, row.byteOffset, row.byteLength)
  const back = 2 * stride
  for (let at = back; at + 2 <= row.length; at += 2) {
    view.setUint16(at, view.getUint16(at, little) + view.getUint16(at - back, little), little)
  }
}

function addLongs(row: Uint8Array, { stride, little }: PredictedRows): void {
  const view = new DataView(row.buffer, row.byteOffset, row.byteLength)
  const back = 4 * stride
  for (let at = back; at + 4 <= row.length; at += 4) {
    view.setUint32(at, view.getUint32(at, little) + view.getUint32(at - back, little), little)
  }
}

/** Floats are taken apart: all of their highest bytes come first, then the next ones; differences run over all of it. */
function joinFloats(row: Uint8Array, { stride, bits, little }: PredictedRows): void {
  addBytes(row, stride)
  const apart = Uint8Array.from(row)
  const bytes = bits / 8
  const values = row.length / bytes
  for (let byte = 0; byte < bytes; byte++) {
    const place = little ? bytes - 1 - byte : byte
    for (let value = 0; value < values; value++) row[value * bytes + place] = apart[byte * values + value] ?? 0
  }
}
