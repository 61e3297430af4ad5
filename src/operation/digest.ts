import { createHash } from 'node:crypto'

/** SHA-256 of bytes or text, as 64 hexadecimal digits. */
export function digest(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}
