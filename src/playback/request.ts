import { type Static, Type } from 'typebox'
import { FAULTS } from './faults.ts'
import { MODEL_NAMES } from './models/names.ts'

const Time = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ minLength: 10, maxLength: 40 })], {
  description: 'ISO 8601, or epoch milliseconds.',
})

/** Which recorded operations: by their IDs, by the time of their request, or by where their messages stand. */
const Operations = Type.Union([
  Type.Array(Type.String({ pattern: '^[0-9a-f]{32}$' }), { minItems: 1, uniqueItems: true }),
  Type.Object({ from: Time, to: Time }, { additionalProperties: false }),
  Type.Object(
    {
      topic: Type.String(),
      partition: Type.Optional(Type.Integer({ minimum: 0 })),
      offsets: Type.Array(Type.Integer({ minimum: 0 }), {
        minItems: 2,
        maxItems: 2,
        description: 'The first and the last one, both included.',
      }),
    },
    { additionalProperties: false },
  ),
])

/** The schema of what a run is asked to do. */
export const playbackRequestSchema = Type.Object(
  {
    operations: Operations,
    models: Type.Array(Type.Enum([...MODEL_NAMES]), {
      minItems: 1,
      uniqueItems: true,
      default: [...MODEL_NAMES],
      description: 'The models, in the order in which they are run.',
    }),
    speed: Type.String({
      pattern: '^(recorded|max|[×x](\\d{1,4}|\\d{0,4}\\.\\d{1,3}))$',
      default: 'max',
      description:
        'recorded: with the pauses between the requests as they were. ×N: N times as fast. max: a few at a time, each as ' +
        'soon as another one has ended.',
    }),
    fault: Type.Optional(Type.Enum([...FAULTS], { description: 'A part that is ended in the middle of each model.' })),
  },
  { additionalProperties: false },
)

/** What a run is asked to do, complete: defaults are filled in. */
export type PlaybackRequest = Readonly<Static<typeof playbackRequestSchema>>

/** How much shorter than recorded the pauses between requests are: 1 as recorded, Infinity when there are none. */
export function speedOf({ speed }: PlaybackRequest): number {
  if (speed === 'recorded') return 1
  return speed === 'max' ? Number.POSITIVE_INFINITY : Number(speed.slice(1)) || 1
}
