import type { ColourModel } from '../../colour-model.ts'

const COLOUR_BIT = 2
const ALPHA_BIT = 4

/** The colour type that a PNG has for a colour model (PNG 3rd edition, 11.2.1): 0, 2, 4 or 6. */
export const pngColourType = ({ grey, opaque }: ColourModel): 0 | 2 | 4 | 6 =>
  ((grey ? 0 : COLOUR_BIT) + (opaque ? 0 : ALPHA_BIT)) as 0 | 2 | 4 | 6
