import { Failure } from '../../src/errors/failure.ts'
import type { FunctionEvent } from '../../src/faas/handler.ts'
import { createValidate } from '../../src/faas/validate.ts'
import { digest as digestOf } from '../../src/operation/digest.ts'
import type { Wanted } from '../../src/operation/lookup.ts'
import { lookupSchema } from '../api-document/request-schemas.ts'
import { decodeBase64 } from '../base64.ts'
import { readSent } from '../sent-picture.ts'
import type { PixelDigestOf } from './pixel-digest.ts'

/** Turns the call of a client into what it looks for. Rejects with a Failure that has the code of what is wrong with it. */
export type ParseLookup = (event: FunctionEvent) => Promise<Wanted>

/** Parses `{image}` or `{digest}` as JSON, or a picture's bytes. */
export function createParseLookup(pixelDigestOf: PixelDigestOf): ParseLookup {
  const validate = createValidate(lookupSchema)

  return async (event) => {
    const sent = await readSent(event)
    if (sent.as === 'bytes') return wanted(sent.pictures[0] ?? Buffer.alloc(0))
    const { image, digest = '' } = validate(sent.value)
    return image === undefined ? { digest, pixelDigest: async () => digest } : wanted(decodeBase64(image))
  }

  function wanted(picture: Uint8Array): Wanted {
    if (picture.length === 0) throw new Failure('picture-empty')
    return { digest: digestOf(picture), pixelDigest: () => pixelDigestOf(picture) }
  }
}
