import { Type } from 'typebox'

/** The value of a message: a claim check, which names the work and holds nothing of it. Nothing else of it is believed. */
export const messageSchemas = {
  operation: Type.Object({ operation: Type.String({ description: "The operation's identifier." }) }),
  playback: Type.Object({ playback: Type.String({ description: "The playback run's identifier." }) }),
} as const

const text = (pattern: string) => Type.String({ pattern })

/** The headers of a message: a CloudEvent 1.0 in Kafka's binary content mode. */
export const messageHeaders = (kind: keyof typeof messageSchemas) =>
  Type.Object({
    'content-type': Type.Literal('application/json'),
    ce_specversion: Type.Literal('1.0'),
    ce_id: text('^[0-9a-f]{32}$'),
    ce_source: Type.Literal('/picture-resize-api'),
    ce_type: Type.Literal(`picture-resize.${kind}.requested`),
    ce_subject: text('^[0-9a-f]{32}$'),
    ce_time: Type.String({ format: 'date-time' }),
    traceparent: text('^00-[0-9a-f]{32}-[0-9a-f]{16}-01$'),
  })
