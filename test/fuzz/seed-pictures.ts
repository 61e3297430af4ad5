import sharp, { type Sharp } from 'sharp'
import { readBytes } from '../../src/picture/bytes.ts'
import { photographLike, withAlpha } from '../../src/picture/kernel/sample-pictures.ts'
import { sniff } from '../../src/picture/sniff.ts'
import { readWholeCorpus } from '../corpus/corpus.ts'
import { bmp, exif, gif, jpeg, png, pngChunk, progressiveJpeg, turnedJpeg } from '../pictures.ts'

/** A picture that the fuzzer changes. */
export interface SeedPicture {
  readonly name: string
  readonly format: string
  readonly bytes: Buffer
}

/** Larger ones are left out: what is wrong with a decoder shows in small pictures too, and many of them get their turn. */
const MOST_BYTES = 60_000

/** Good pictures of every format that is decoded, made here; and those of the corpus, where there is one. */
export async function seedPictures(): Promise<SeedPicture[]> {
  const own = Object.entries(await ownPictures()).flatMap(([format, pictures]) =>
    pictures.map((bytes, at) => ({ name: `${format}-${at}`, format, bytes })),
  )
  const corpus = readWholeCorpus().map(({ file, format, bytes }) => ({ name: file, format, bytes: bytes() }))
  return [...own, ...corpus].filter(({ bytes }) => bytes.length <= MOST_BYTES && sniff(readBytes(bytes)) !== undefined)
}

async function ownPictures(): Promise<Record<string, Buffer[]>> {
  const { data, width, height } = withAlpha(photographLike(49, 37))
  const clear = () => sharp(data, { raw: { width, height, channels: 4 } })
  const opaque = () => clear().removeAlpha()
  const written = (pictures: Sharp[]) => Promise.all(pictures.map((picture) => picture.toBuffer()))
  return {
    png: [
      ...(await written([clear().png(), opaque().png({ progressive: true }), clear().png({ palette: true })])),
      ...(await written([opaque().toColourspace('rgb16').png(), opaque().greyscale().png()])),
      png({ width: 9, height: 9, colourType: 3, depth: 4 }),
      png({ width: 9, height: 7, colourType: 0, depth: 1, before: [pngChunk('eXIf', exif(6))] }),
    ],
    jpeg: [
      ...(await written([opaque().jpeg(), opaque().jpeg({ progressive: true }), opaque().greyscale().jpeg()])),
      ...(await written([opaque().toColourspace('cmyk').jpeg(), opaque().jpeg({ chromaSubsampling: '4:4:4' })])),
      turnedJpeg(await jpeg(24, 16), 6),
      progressiveJpeg(4),
    ],
    gif: [
      ...(await written([clear().gif(), opaque().gif({ interFrameMaxError: 0 })])),
      gif(7, 5, [
        { left: 1, top: 1, width: 5, height: 3, transparentIndex: 2 },
        { width: 7, height: 5 },
      ]),
    ],
    bmp: [
      bmp({ width: 9, height: -7, bits: 24, pixels: Buffer.alloc(28 * 7, 77) }),
      bmp({ width: 9, height: 7, bits: 32, headerBytes: 124, pixels: Buffer.alloc(36 * 7, 99) }),
      bmp({ width: 5, height: 4, bits: 16, pixels: Buffer.alloc(12 * 4, 0x5a) }),
      bmp({ width: 9, height: 2, bits: 4, palette: new Array(64).fill(80), pixels: Buffer.alloc(16, 0x21) }),
      bmp({ width: 3, height: 2, bits: 8, compression: 1, palette: [1, 2, 3, 0], pixels: RUNS }),
    ],
    webp: await written([clear().webp(), opaque().webp(), clear().webp({ lossless: true })]),
    tiff: await written([
      ...(['none', 'lzw', 'deflate', 'packbits'] as const).map((compression) => clear().tiff({ compression })),
      ...[opaque().tiff({ compression: 'jpeg' }), opaque().tiff({ tile: true, tileWidth: 16, tileHeight: 16 })],
      ...[
        opaque().toColourspace('b-w').tiff({ bitdepth: 1, compression: 'ccittfax4' }),
        opaque().toColourspace('rgb16').tiff(),
      ],
    ]),
  }
}

/** Run-length data: three pixels, end of row, three single ones, end. */
const RUNS = Buffer.from([3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 1])
