import { type Static, Type } from 'typebox'

const Fit = Type.Enum(['fill', 'contain', 'cover', 'inside', 'outside'], {
  default: 'fill',
  description:
    'fill: exactly the given sides. contain: whole picture inside them, the rest background. cover: they are filled, ' +
    'the rest cut off. inside: as large as fits. outside: as small as covers.',
})

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
    background: Type.Optional(
      Type.String({
        pattern: '^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$',
        description: 'What fills the rest with fit=contain: #rrggbb or #rrggbbaa. Transparent when left out.',
      }),
    ),
    upright: Type.Boolean({ default: true, description: 'Turn the picture as its EXIF orientation says.' }),
    format: Type.Enum(['png'], { default: 'png', description: 'The format of the result.' }),
  })
}

/** What was asked of a picture, complete: defaults are filled in. */
export type ResizeOptions = Readonly<Static<ReturnType<typeof resizeOptionsSchema>>>
