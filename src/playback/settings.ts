import { Type } from 'typebox'
import { defineSettings } from '../settings/settings.ts'

const atLeast = (minimum: number, standard: number) => Type.Integer({ minimum, default: standard })

/** How large a playback run may be, and how long it is remembered. */
export const playbackSettings = defineSettings({
  maxOperations: {
    env: 'PLAYBACK_MAX_OPERATIONS',
    schema: atLeast(1, 1000),
    about: 'Recorded operations that one playback run may play.',
  },
  maxBytes: {
    env: 'PLAYBACK_MAX_BYTES',
    schema: atLeast(1, 268_435_456),
    about: 'Bytes that the sources of one playback run may have together: the sandbox holds them once more.',
  },
  maxMs: {
    env: 'PLAYBACK_MAX_MS',
    schema: atLeast(1000, 3_600_000),
    about: 'How long one model of a playback run may take before the run fails.',
  },
  maxWaiting: {
    env: 'PLAYBACK_MAX_WAITING',
    schema: atLeast(1, 20),
    about: 'Playback runs that may be queued or running at the same time; more are refused.',
  },
  maxMessageBytes: {
    env: 'PLAYBACK_MAX_MESSAGE_BYTES',
    schema: Type.Integer({ minimum: 1024, maximum: 1_073_741_824, default: 1_048_576 }),
    about:
      "The largest message of a playback's topics; Kafka's own default is about this. Larger pictures are refused.",
  },
  retentionMs: {
    env: 'PLAYBACK_RETENTION_MS',
    schema: atLeast(0, 604_800_000),
    about: 'How long the report of a playback run is kept after its end.',
  },
})

/** The settings of the playback room, read. */
export type PlaybackRules = ReturnType<typeof playbackSettings.read>
