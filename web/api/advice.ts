import type { Problem } from './problem.ts'

const OTHER_FORMAT = 'Save it as PNG, JPEG, WebP, GIF, TIFF or BMP and choose it again.'
const SMALLER_SOURCE = 'Make the picture smaller before you send it, or choose another one.'
const SMALLER_RESULT = 'Ask for a smaller size.'
const DAMAGED = 'Open the picture in another program, save it again and choose that.'

/** Sentences for the person at the page, by code; what is not listed falls back to whether trying again may help. */
const ADVICE: Partial<Record<Problem['code'], string>> = {
  unreachable: 'Check that it is running and that you are connected. Very large pictures may be cut off on the way.',
  'picture-unreadable': 'It may have been moved or changed since you chose it. Choose it again.',
  'request-not-valid': 'Check the width and the height.',
  'body-too-large': SMALLER_SOURCE,
  'operation-not-found': 'Check the address, or start again with a picture.',
  'route-not-found': 'Open the page at the address of the router, or of the one process: they show the operations.',
  'not-available-here': 'Whoever runs this part of the service can set it up so that it does.',
  'picture-not-known': 'Only results of this service are known, as they were downloaded or saved again without a loss.',
  unauthorized: 'Ask whoever runs the service for the name and the password, then try again.',
  'picture-gone': 'Send the picture again to get a new result.',
  'picture-empty': 'Choose a picture that is not empty.',
  'picture-too-large': SMALLER_SOURCE,
  'picture-format-not-supported': OTHER_FORMAT,
  'picture-variant-not-supported': OTHER_FORMAT,
  'picture-malformed': DAMAGED,
  'picture-sides-too-large': 'Use smaller sides.',
  'picture-too-many-pixels': SMALLER_SOURCE,
  'picture-too-many-frames': 'Use a picture with fewer frames.',
  'picture-too-many-scans': DAMAGED,
  'result-too-large': SMALLER_RESULT,
  'engine-timed-out': SMALLER_SOURCE,
  'engine-out-of-memory': SMALLER_SOURCE,
  'engine-crashed': SMALLER_SOURCE,
}

/** What to do about a problem, in one or two sentences. */
export function adviceFor({ code, retryable }: Pick<Problem, 'code' | 'retryable'>): string {
  return ADVICE[code] ?? (retryable ? 'Try again in a moment.' : 'Try again, or try another picture.')
}
