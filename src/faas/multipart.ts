import { Busboy } from '@fastify/busboy'
import { Failure } from '../errors/failure.ts'

/** A form: its texts by name, and the bytes of its files in their order. */
export interface Form {
  readonly fields: Readonly<Record<string, string>>
  readonly files: readonly Uint8Array[]
}

/** What one form may have; the bytes of all of it are bounded by whoever read them. */
const LIMITS = { fields: 32, fieldSize: 1024, headerPairs: 16, headerSize: 4096 }

/**
 * Reads `multipart/form-data` (RFC 7578). A part with a file name, or whose type says that it is no text, is a file.
 * @param contentType the header's value, which names the boundary
 * @throws Failure `request-not-valid` when it is cut off or malformed, or has more of something than allowed
 */
export function readMultipart(bytes: Uint8Array, contentType: string, maxFiles: number): Promise<Form> {
  const { promise, resolve, reject } = Promise.withResolvers<Form>()
  const refuse = (detail: string, cause?: unknown) => reject(new Failure('request-not-valid', { detail, cause }))
  const fields = new Map<string, string>()
  const files: Uint8Array[] = []
  try {
    const reader = new Busboy({ headers: { 'content-type': contentType }, limits: { ...LIMITS, files: maxFiles } })
    reader.on('field', (name, value, _nameIsCut, valueIsCut) => {
      if (valueIsCut) refuse('A field of the form is too long.')
      else if (fields.has(name)) refuse(`The form has ${name} twice.`)
      else fields.set(name, value)
    })
    reader.on('file', (_name, stream) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => files.push(Buffer.concat(pieces)))
      stream.on('error', () => {})
    })
    reader.on('filesLimit', () => refuse(`The form has more than ${maxFiles} files.`))
    reader.on('fieldsLimit', () => refuse(`The form has more than ${LIMITS.fields} fields.`))
    reader.on('error', (error) => refuse('The form is malformed.', error))
    reader.on('finish', () => resolve({ fields: Object.fromEntries(fields), files }))
    reader.end(bytes)
  } catch (error) {
    refuse('The form is malformed.', error)
  }
  return promise
}
