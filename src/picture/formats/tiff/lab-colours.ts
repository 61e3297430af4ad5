import type { PaintRow } from './paint-row.ts'
import { ofLight } from './srgb-curve.ts'

/** CIE Lab's white, D50 (ICC.1:2022, 7.2.16). */
const WHITE = { x: 0.9642, z: 0.8249 }
/** XYZ under D50 to linear sRGB: the inverse of IEC 61966-2-1's primaries, adapted after Bradford. */
const TO_LINEAR = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const

/** CIE L*a*b* of 8 bits (TIFF 6.0, section 23): L from 0 to 255 for 0 to 100, a and b signed. */
export function labPainter(perPixel: number): PaintRow {
  return (samples, at, pixels, to, count) => {
    for (const end = to + 4 * count; to < end; to += 4, at += perPixel) {
      const y = (((samples[at] ?? 0) * 100) / 255 + 16) / 116
      const x = WHITE.x * cubed(y + signed(samples[at + 1]) / 500)
      const z = WHITE.z * cubed(y - signed(samples[at + 2]) / 200)
      const light = cubed(y)
      for (let channel = 0; channel < 3; channel++) {
        const [ofX = 0, ofY = 0, ofZ = 0] = TO_LINEAR[channel] ?? []
        pixels[to + channel] = ofLight(ofX * x + ofY * light + ofZ * z)
      }
      pixels[to + 3] = 0xff
    }
  }
}

const signed = (byte = 0) => (byte << 24) >> 24

const cubed = (value: number) => (value > 6 / 29 ? value ** 3 : 3 * (6 / 29) ** 2 * (value - 4 / 29))
