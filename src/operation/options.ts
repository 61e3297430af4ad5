import { type Static, Type } from 'typebox'

const Fit = Type.Enum(['fill', 'contain', 'cover', 'inside', 'outside'], {
  default: 'fill',
  description:
    'fill: exactly the given sides. contain: whole picture inside them, the rest background. cover: they are filled, ' +
    'the rest cut off. inside: as large as fits. outside: as small as covers.',
})

const POSITIONS = [
  'center',
  'top',
  'bottom',
  'left',
  'right',
  'top-left',
  'top-right',
  'bottom-left',
  'bottom-right',
] as const

const FORMATS = ['png', 'jpeg', 'webp', 'gif', 'bmp', 'same'] as const

/**
 * The schema of what can be asked of a picture. One side may be left out: it follows from the aspect ratio.
 * @param maxSide the longest side of a result, in pixels
 */
export function resizeOptionsSchema(maxSide: number) {
  const side = (name: string) =>
    Type.Integer({ minimum: 1, maximum: maxSide, description: `${name} of the result in pixels.` })
  return Type.Object({
    width: Type.Optional(side('Width')),
    height: Type.Optional(side('Height')),
    fit: Fit,
    position: Type.Enum([...POSITIONS], {
      default: 'center',
      description: 'The part that stays with fit=cover; where the picture lies with fit=contain.',
    }),
    background: Type.Optional(
      Type.String({
        pattern: '^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$',
        description:
          'What fills the rest with fit=contain, and what lies under transparent pixels in JPEG and BMP: #rrggbb or ' +
          '#rrggbbaa. Transparent when left out; white in JPEG and BMP.',
      }),
    ),
    upright: Type.Boolean({ default: true, description: 'Turn the picture as its EXIF orientation says.' }),
    format: Type.Enum([...FORMATS], {
      default: 'png',
      description: "The format of the result. same: the source's, or PNG when results cannot have that (TIFF).",
    }),
    quality: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        description: 'Of JPEG and WebP; the other formats keep every pixel as it is. 80 when left out.',
      }),
    ),
  })
}

/** What was asked of a picture, complete: defaults are filled in. */
export type ResizeOptions = Readonly<Static<ReturnType<typeof resizeOptionsSchema>>>
