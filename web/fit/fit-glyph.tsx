import type { Fit } from '../api/operation.ts'

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const FRAME: Box = { x: 7, y: 5, width: 22, height: 16 }

/** Where a square picture comes to lie in a wide frame. */
const PICTURE: Record<Fit, Box> = {
  fill: FRAME,
  contain: { x: 10, y: 5, width: 16, height: 16 },
  cover: { x: 7, y: 2, width: 22, height: 22 },
  inside: { x: 10, y: 5, width: 16, height: 16 },
  outside: { x: 7, y: 2, width: 22, height: 22 },
}

/** The frame that becomes the result: with `inside` and `outside` it takes the picture's shape. */
const RESULT: Record<Fit, Box> = { ...PICTURE, contain: FRAME, cover: FRAME }

/** A drawing of what a fit does: dashed is what was asked for, outlined the result, solid the picture in it. */
export function FitGlyph({ fit }: { fit: Fit }) {
  const picture = PICTURE[fit]
  const result = RESULT[fit]
  return (
    <svg class="fit-glyph" viewBox="0 0 36 26" aria-hidden="true">
      {fit === 'cover' && <rect class="cut" {...picture} rx="2" />}
      <rect class="asked" {...FRAME} rx="2" />
      <rect class="picture" {...(fit === 'cover' ? FRAME : picture)} rx="2" />
      <rect class="result" {...result} rx="2" />
    </svg>
  )
}
