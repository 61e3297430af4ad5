/** The lower half of what two bytes are together, PNG filter type 3, for sixteen of them. */
export function averageOf(before: v128, above: v128): v128 {
  // The instruction rounds up, PNG rounds down.
  const roundedUp = v128.and(v128.xor(before, above), i8x16.splat(1))
  return i8x16.sub(i8x16.avgr_u(before, above), roundedUp)
}

/**
 * The Paeth predictor (PNG specification, 9.4), for sixteen bytes: of a, b and c the one that is nearest to a + b - c.
 * The distances are |b - c|, |a - c| and their sum or, when c lies between a and b, their difference; one over 255 is
 * larger than the others, so that saturating it changes nothing.
 */
export function nearestOf(a: v128, b: v128, c: v128): v128 {
  const distanceOfA = distance(b, c)
  const distanceOfB = distance(a, c)
  const between = v128.xor(i8x16.ge_u(a, c), i8x16.ge_u(b, c))
  const distanceOfC = v128.bitselect(
    distance(distanceOfA, distanceOfB),
    i8x16.add_sat_u(distanceOfA, distanceOfB),
    between,
  )
  const bOrC = v128.bitselect(b, c, i8x16.le_u(distanceOfB, distanceOfC))
  const isA = v128.and(i8x16.le_u(distanceOfA, distanceOfB), i8x16.le_u(distanceOfA, distanceOfC))
  return v128.bitselect(a, bOrC, isA)
}

/** Of unsigned bytes. */
function distance(one: v128, other: v128): v128 {
  return i8x16.sub(i8x16.max_u(one, other), i8x16.min_u(one, other))
}
