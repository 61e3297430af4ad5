import { readBytes } from '../../bytes.ts'
import type { Sides } from '../../geometry.ts'
import { ALPHA_FLAG, createWebp, createWebpExtension, PROFILE_FLAG } from './create-webp.ts'
import { createWebpWalk, walkWebp } from './webp-chunks.ts'

/** The same still WebP with an ICC profile, in the place that it must have (RFC 9649, 2.7). */
export function insertWebpProfile(webp: Buffer, sides: Sides, profile: Uint8Array): Buffer {
  const picture = [...walkWebp(readBytes(webp), createWebpWalk())].filter(({ type }) => type !== 'VP8X')
  const alpha = picture.some(({ type }) => type === 'ALPH') ? ALPHA_FLAG : 0
  return createWebp([createWebpExtension(sides, PROFILE_FLAG | alpha), { type: 'ICCP', body: profile }, ...picture])
}
