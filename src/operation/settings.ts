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
  republishAfterMs: {
    env: 'REPUBLISH_AFTER_MS',
    schema: milliseconds(600_000),
    about: 'After this time the sweep writes the message of a queued operation once more.',
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
})

/** The settings of the operation room, read. */
export type OperationRules = ReturnType<typeof operationSettings.read>
