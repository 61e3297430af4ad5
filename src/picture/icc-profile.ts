import { readJpegProfile } from './formats/jpeg/jpeg-profile.ts'
import { readPngProfile } from './formats/png/png-profile.ts'
import type { Header } from './header.ts'

/** The header of a profile has 128 bytes (ICC.1:2022, 7.2). */
const HEADER_BYTES = 128

/** What colours a profile is for: signatures at byte 16 (ICC.1:2022, table 19). Results have no other ones. */
const RGB = 'RGB '
const GREY = 'GRAY'

/**
 * The ICC profile that a source embeds, so that its result can embed it too: the colours of a result are meant as those
 * of its source. A profile never makes a picture invalid: one that is broken, or that is for other colours than
 * results have (inks), is left out.
 */
export function profileOf(header: Header): Uint8Array | undefined {
  const profile = readProfile(header)
  return profile && isUsable(profile) ? profile : undefined
}

/** Whether a profile is for grey pictures, which have one channel. */
export const isGreyProfile = (profile: Uint8Array): boolean => coloursOf(profile) === GREY

function readProfile(header: Header): Uint8Array | undefined {
  switch (header.format) {
    case 'png':
      return header.profileChunk && readPngProfile(header.profileChunk)
    case 'jpeg':
      return readJpegProfile(header.profileSegments)
    case 'webp':
    case 'tiff':
      return header.profile
    default:
      return undefined
  }
}

function isUsable(profile: Uint8Array): boolean {
  if (profile.length < HEADER_BYTES) return false
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength)
  return (
    view.getUint32(0) === profile.length &&
    signatureAt(profile, 36) === 'acsp' &&
    [RGB, GREY].includes(coloursOf(profile))
  )
}

const coloursOf = (profile: Uint8Array) => signatureAt(profile, 16)

const signatureAt = (profile: Uint8Array, at: number) => String.fromCharCode(...profile.subarray(at, at + 4))
