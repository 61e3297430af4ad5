/** Two sides in pixels. */
export interface Sides {
  readonly width: number
  readonly height: number
}

/** Which side somebody has changed. */
export type Side = keyof Sides

/** The sides as typed: digits, or nothing while somebody is typing. */
export interface TypedSides {
  readonly width: string
  readonly height: string
}

/** The other side that keeps the aspect ratio of `source`. At least 1 pixel. */
export function otherSide(side: Side, pixels: number, source: Sides): number {
  const ratio = side === 'width' ? source.height / source.width : source.width / source.height
  return Math.max(1, Math.round(pixels * ratio))
}

/** The sides after one was typed. With `linkedTo`, the other one follows so that its aspect ratio is kept. */
export function typeSide(sides: TypedSides, side: Side, text: string, linkedTo: Sides | undefined): TypedSides {
  const typed = { ...sides, [side]: text }
  const pixels = wholeNumber(text)
  if (!linkedTo || pixels === undefined) return typed
  const other = String(otherSide(side, pixels, linkedTo))
  return side === 'width' ? { ...typed, height: other } : { ...typed, width: other }
}

/** Sides whose longer one is `longest` pixels, in the aspect ratio of `source`; a square without one. */
export function sidesWithin(longest: number, source: Sides | undefined): TypedSides {
  if (!source) return { width: String(longest), height: String(longest) }
  const isWide = source.width >= source.height
  const other = otherSide(isWide ? 'width' : 'height', longest, source)
  return { width: String(isWide ? longest : other), height: String(isWide ? other : longest) }
}

/** A typed side in pixels, or undefined when it is none from 1 to `maxSide`, the longest that can be asked for. */
export function readSide(text: string, maxSide: number): number | undefined {
  const pixels = wholeNumber(text)
  return pixels !== undefined && pixels <= maxSide ? pixels : undefined
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 ? Number(text) : undefined
}
