/**
 * What one error code means, wherever it is thrown.
 *
 * - `status`: the HTTP status of its problem+json answer (RFC 9457).
 * - `retryable`: whether the same call may succeed later, unchanged.
 * - `sentence`: the public title. It never names a path, a host, a query or a picture's content.
 */
export interface CatalogueEntry {
  readonly status: number
  readonly retryable: boolean
  readonly sentence: string
}

const entry = (status: number, sentence: string, retryable = false): CatalogueEntry => ({ status, retryable, sentence })
const retryable = (status: number, sentence: string): CatalogueEntry => entry(status, sentence, true)

/** Every error code of the system: the one table that docs/errors.md is generated from. Codes are stable. */
export const catalogue = {
  // The request
  'body-not-json': entry(400, 'The body is not valid JSON.'),
  'request-not-valid': entry(400, 'The request does not have the required form.'),
  'base64-not-valid': entry(400, 'The picture is not valid base64.'),
  unauthorized: entry(401, 'Credentials are missing or wrong.'),
  'cross-site-refused': entry(403, 'A page of another site may not do that.'),
  'callback-not-allowed': entry(403, 'Callbacks to this address are not allowed.'),
  'callbacks-off': entry(403, 'This service makes no callbacks.'),
  'route-not-found': entry(404, 'There is nothing at this address.'),
  'method-not-allowed': entry(405, 'This address does not take that method.'),
  'not-acceptable': entry(406, 'There is nothing at this address in a media type that the client takes.'),
  'request-timed-out': entry(408, 'The request did not come within the time that there is for it.'),
  'idempotency-conflict': entry(409, 'This Idempotency-Key was used with another request.'),
  'length-required': entry(411, 'The request says neither how long its body is nor that it comes in pieces.'),
  'body-too-large': entry(413, 'The body is larger than allowed.'),
  'media-type-not-supported': entry(415, 'The body has a media type that is not taken here.'),
  'range-not-satisfiable': entry(416, 'The picture has no byte in this range.'),
  'too-many-requests': retryable(429, 'The client sends more requests than it may.'),
  'headers-too-large': entry(431, 'The headers are larger than allowed.'),

  // The operation
  'operation-not-found': entry(404, 'No operation has this ID.'),
  'picture-not-known': entry(404, 'No operation is known to have made this picture.'),
  'operation-not-visible': retryable(500, 'No operation has this ID yet.'),
  'result-not-ready': retryable(409, 'The operation has not ended yet.'),
  'operation-failed': entry(409, 'The operation failed and has no result.'),
  'picture-gone': entry(410, 'The picture is no longer kept.'),

  // The source picture
  'picture-empty': entry(422, 'The picture has no bytes.'),
  'picture-too-large': entry(413, 'The picture has more bytes than allowed.'),
  'picture-format-not-supported': entry(415, 'The picture has a format that is not supported.'),
  'picture-variant-not-supported': entry(422, 'The picture uses a feature of its format that is not supported.'),
  'picture-malformed': entry(422, 'The picture is malformed.'),
  'picture-sides-too-large': entry(422, 'A side of the picture is larger than allowed.'),
  'picture-too-many-pixels': entry(422, 'The picture has more pixels than allowed, counted over its frames.'),
  'picture-too-many-frames': entry(422, 'The picture has more frames than allowed.'),
  'picture-too-many-scans': entry(422, 'The picture has more scans than allowed.'),

  // The work on it
  'result-too-large': entry(422, 'The result has more bytes or pixels than allowed.'),
  'engine-timed-out': entry(422, 'Resizing the picture took longer than allowed.'),
  'engine-starved': retryable(503, 'The machine was too busy to resize the picture in its time.'),
  'engine-out-of-memory': entry(422, 'Resizing the picture took more memory than allowed.'),
  'engine-crashed': retryable(500, 'The engine ended while it worked on the picture.'),
  'attempts-exhausted': entry(500, 'The operation was given up after its last attempt.'),
  'deadline-exceeded': entry(500, 'The operation waited longer than allowed.'),
  'callback-failed': retryable(502, 'The receiver of a callback did not take it.'),

  // Playback
  'playback-not-found': entry(404, 'No playback run has this ID.'),
  'playback-too-large': entry(422, 'The playback run would be larger than allowed.'),
  'playbacks-waiting': retryable(429, 'As many playback runs wait as may.'),
  'playback-running': retryable(429, 'The playback run is being worked on.'),
  'playback-timed-out': entry(500, 'A model of the playback run took longer than allowed.'),
  'target-not-empty': entry(409, 'The store that is to be filled has operations already.'),
  'message-too-large': entry(422, 'The message would be larger than its topic takes.'),

  // The gateway and the functions
  'function-not-found': entry(404, 'No function has this name.'),
  'function-exists': entry(409, 'There is a function with this name.'),
  'function-not-ours': entry(409, 'Somebody else started this function.'),
  'secret-not-found': entry(404, 'No secret has this name.'),
  'secret-exists': entry(409, 'There is a secret with this name.'),
  'secret-in-use': entry(409, 'A function has this secret.'),
  'deployment-refused': entry(422, 'The container engine refuses that.'),
  'engine-unavailable': retryable(503, 'The container engine is not available now.'),
  'not-available-here': entry(501, 'This gateway does not offer that.'),
  'function-busy': retryable(429, 'The function has as many calls as it can take.'),
  'function-timed-out': retryable(504, 'The function took longer than allowed.'),
  'function-unavailable': retryable(503, 'The function is not available now.'),
  'store-unavailable': retryable(503, 'The store is not available now.'),
  'topic-unavailable': retryable(503, 'The topic is not available now.'),
  'shutting-down': retryable(503, 'The process is shutting down.'),
  internal: entry(500, 'Something went wrong on our side.'),

  // Starting the program
  'settings-not-valid': entry(500, 'A setting is not valid.'),
  'port-taken': entry(500, 'The port is taken.'),
  'data-folder-not-usable': entry(500, 'The data folder cannot be used.'),
  'store-not-usable': entry(500, 'The store cannot be used.'),
} as const satisfies Record<string, CatalogueEntry>

/** A code of the catalogue. */
export type ErrorCode = keyof typeof catalogue

/** Whether a text (from a row, a child process, another program) is a code of the catalogue. */
export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(catalogue, text)
}
