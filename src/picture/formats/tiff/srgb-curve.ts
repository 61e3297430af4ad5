const STEPS = 4095

/** sRGB's curve (IEC 61966-2-1) in steps that are finer than those of 8 bits. */
const CURVE = Uint8Array.from({ length: STEPS + 1 }, (_, step) => {
  const linear = step / STEPS
  return Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055))
})

/** The 8 bits of an amount of light: 0 to 1, what is beyond is cut off, and what is no number is 0. */
export const ofLight = (linear: number): number => CURVE[linear > 0 ? Math.round(Math.min(linear, 1) * STEPS) : 0] ?? 0
