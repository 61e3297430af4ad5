/** Pictures that become something else than the index of the corpus says, by name, each with the reason. */
export type Reasons = Readonly<Record<string, string>>

/** Valid pictures that are not completed. */
export const NOT_COMPLETED: Reasons = {}

const INKS = 'inks are multiplied; the reference was converted through an ICC profile'

/** Valid pictures whose mean colour is not that of the index. */
export const OTHER_COLOUR: Reasons = {
  'jpegjs__cmyktest.jpg': INKS,
  'jpegjs__plusshelf-drawing.jpg': INKS,
  'jpegjs__tree-cmyk-notransform.jpg': INKS,
  'pillow__hopper_unknown_pixel_mode.tif': 'samples of 32 bits are scaled to 8; the reference cut off what is over 255',
}
