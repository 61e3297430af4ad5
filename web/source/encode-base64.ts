import { ProblemError } from '../api/problem.ts'

/** Bytes that are encoded in one go: a multiple of 3, so that only the last piece is padded, and the pieces fit together. */
const PIECE_BYTES = 3 * 256 * 1024

/**
 * The bytes as base64 (RFC 4648 §4), itself as the bytes of a text. The browser works piece by piece beside the page's own
 * work, so that a picture of many megabytes does not freeze it.
 * @throws ProblemError `picture-unreadable`
 */
export async function encodeBase64(blob: Blob): Promise<Blob> {
  const encoded: Blob[] = []
  for (let start = 0; start < blob.size; start += PIECE_BYTES) {
    encoded.push(new Blob([await encodePiece(blob.slice(start, start + PIECE_BYTES))]))
  }
  return new Blob(encoded)
}

function encodePiece(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      const dataUrl = String(reader.result)
      resolve(dataUrl.slice(dataUrl.indexOf(',') + 1))
    }
    reader.onerror = () => {
      const title = 'The picture cannot be read any more.'
      reject(new ProblemError({ code: 'picture-unreadable', title, retryable: false }))
    }
    reader.readAsDataURL(piece)
  })
}
