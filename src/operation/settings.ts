import { Type } from 'typebox'
import { defineSettings } from '../settings/settings.ts'

const milliseconds = (standard: number) => Type.Integer({ minimum: 0, default: standard })

/** When an operation is tried again, given up and forgotten. */
export const operationSettings = defineSettings({
  leaseMs: {
    env: 'LEASE_MS',
    schema: Type.Integer({ minimum: 300, default: 30_000 }),
    about: 'How long a worker holds an operation without a sign of life; it renews the lease three times as often.',
  },
  maxAttempts: {
    env: 'MAX_ATTEMPTS',
    schema: Type.Integer({ minimum: 1, default: 25 }),
    about: 'Attempts at one operation before it fails, whatever ended them: a killed worker counts too.',
  },
  maxCrashes: {
    env: 'MAX_CRASHES',
    schema: Type.Integer({ minimum: 1, default: 3 }),
    about: "Attempts at one operation that end with the death of the engine's process before it fails.",
  },
  unpublishedAfterMs: {
    env: 'UNPUBLISHED_AFTER_MS',
    schema: milliseconds(5_000),
    about: 'After this time the sweep writes the message of a queued operation that has none.',
  },
  lostAfterMs: {
    env: 'LOST_AFTER_MS',
    schema: milliseconds(15_000),
    about: 'After this time the sweep writes the message of a queued operation anew if it was lost with its topic.',
  },
  republishAfterMs: {
    env: 'REPUBLISH_AFTER_MS',
    schema: milliseconds(600_000),
    about:
      'After this time the sweep writes the message of a queued operation once more, whatever became of the first.',
  },
  deadlineMs: {
    env: 'DEADLINE_MS',
    schema: milliseconds(86_400_000),
    about: 'An operation that still waits this long after its request fails.',
  },
  retentionMs: {
    env: 'RETENTION_MS',
    schema: milliseconds(604_800_000),
    about: 'How long the pictures of an operation are kept after its end.',
  },
  maxWaitMs: {
    env: 'MAX_WAIT_MS',
    schema: milliseconds(30_000),
    about: 'The longest time that a client can wait for the end of an operation with ?wait=.',
  },
  maxStreamMs: {
    env: 'MAX_STREAM_MS',
    schema: milliseconds(55_000),
    about: 'How long one stream of events goes on before the client has to come again; shorter than write_timeout.',
  },
  drainMs: {
    env: 'DRAIN_MS',
    schema: Type.Integer({ minimum: 0, maximum: 18_000, default: 15_000 }),
    about: 'How long work in flight may go on after SIGTERM or SIGINT before it is given back to the queue.',
  },
})

/** The settings of the operation room, read. */
export type OperationRules = ReturnType<typeof operationSettings.read>
