import { randomBytes } from 'node:crypto'

/** The ID of an operation: 128 random bits in hexadecimal, so that only who was told one can name it. */
export function newId(): string {
  return randomBytes(16).toString('hex')
}
