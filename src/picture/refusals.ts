import { Failure } from '../errors/failure.ts'

/** The source breaks the rules of its format. `detail` is public: it names the rule, never the content. */
export const malformed = (detail: string, cause?: unknown): Failure =>
  new Failure('picture-malformed', cause === undefined ? { detail } : { detail, cause })

/** The source is legal, but uses something of its format that no engine here decodes. */
export const variantNotSupported = (detail: string): Failure => new Failure('picture-variant-not-supported', { detail })
