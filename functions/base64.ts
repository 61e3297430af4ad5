import { Failure } from '../src/errors/failure.ts'

/**
 * Decodes base64 strictly: RFC 4648 §4 with padding, no white space, no other alphabet, and no bits left over.
 * A data URL (RFC 2397) is taken for what stands behind its comma.
 * @throws Failure `base64-not-valid`
 */
export function decodeBase64(text: string): Uint8Array {
  const encoded = text.startsWith('data:') ? payloadOf(text) : text
  const bytes = Buffer.from(encoded, 'base64')
  // The decoder leaves out what it does not know, so a text with such characters gives fewer bytes than its length
  // says; it takes the URL alphabet as well, and it ignores left-over bits, which only encoding again shows.
  const padding = encoded.endsWith('==') ? 2 : encoded.endsWith('=') ? 1 : 0
  const isWhole = encoded.length % 4 === 0 && bytes.length === (encoded.length / 4) * 3 - padding
  const isStandard = !encoded.includes('-') && !encoded.includes('_')
  const lastGroup = Math.floor(Math.max(bytes.length - 1, 0) / 3) * 3
  if (!isWhole || !isStandard || !encoded.endsWith(bytes.toString('base64', lastGroup))) {
    throw new Failure('base64-not-valid')
  }
  return bytes
}

function payloadOf(dataUrl: string): string {
  const comma = dataUrl.indexOf(',')
  const isBase64 = /;\s*base64\s*$/i.test(dataUrl.slice(0, Math.min(comma, 200)))
  if (comma < 0 || !isBase64) throw new Failure('base64-not-valid', { detail: 'The data URL is not a base64 one.' })
  return dataUrl.slice(comma + 1)
}
