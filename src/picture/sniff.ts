import type { Bytes } from './bytes.ts'
import type { Format } from './formats/format.ts'

/** [bytes that stand at an offset, given as Latin-1 text] */
type Signature = readonly [offset: number, text: string]

const SUPPORTED: readonly (readonly [Format, ...signatures: Signature[]])[] = [
  ['png', [0, '\x89PNG\r\n\x1a\n']],
  ['jpeg', [0, '\xff\xd8\xff']],
  ['gif', [0, 'GIF87a']],
  ['gif', [0, 'GIF89a']],
  ['bmp', [0, 'BM']],
  ['webp', [0, 'RIFF'], [8, 'WEBP']],
  ['tiff', [0, 'II*\0']],
  ['tiff', [0, 'MM\0*']],
  ['tiff', [0, 'II+\0']],
  ['tiff', [0, 'MM\0+']],
]

const FOREIGN: readonly (readonly [name: string, ...signatures: Signature[]])[] = [
  ['AVIF', [4, 'ftypavif']],
  ['AVIF', [4, 'ftypavis']],
  ['HEIF', [4, 'ftyphei']],
  ['HEIF', [4, 'ftyphev']],
  ['HEIF', [4, 'ftypmif1']],
  ['HEIF', [4, 'ftypmsf1']],
  ['ICO', [0, '\0\0\x01\0']],
  ['CUR', [0, '\0\0\x02\0']],
  ['JPEG 2000', [0, '\0\0\0\x0cjP  \r\n\x87\n']],
  ['JPEG 2000', [0, '\xff\x4f\xff\x51']],
  ['JPEG XL', [0, '\0\0\0\x0cJXL \r\n\x87\n']],
  ['JPEG XL', [0, '\xff\x0a']],
  ['PSD', [0, '8BPS']],
  ['PDF', [0, '%PDF-']],
]

/** How far into a text an `<svg` element is looked for. */
const SVG_WINDOW = 1024

/** The format by its first bytes: the allow-list. A declared media type or a file's name never counts. */
export function sniff({ has }: Bytes): Format | undefined {
  return SUPPORTED.find(([, ...signatures]) => signatures.every((signature) => has(...signature)))?.[0]
}

/** The name of a well-known format that is not decoded here, so that the refusal can say which one it is. */
export function foreignFormat({ has, length, text }: Bytes): string | undefined {
  const found = FOREIGN.find(([, ...signatures]) => signatures.every((signature) => has(...signature)))
  if (found) return found[0]
  const start = text(0, Math.min(length, SVG_WINDOW))
  return /^[^<]{0,8}\s*<(?:\?xml|!--|!doctype|svg)/i.test(start) && /<(?:!doctype\s+)?svg[\s>]/i.test(start)
    ? 'SVG'
    : undefined
}
