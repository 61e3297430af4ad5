/** The names of the models, in the order in which they are explained and run. */
export const MODEL_NAMES = [
  'event-notification',
  'event-carried-state-transfer',
  'event-sourcing',
  'mediator',
  'broker',
] as const

/** The name of a model: that of its folder. */
export type ModelName = (typeof MODEL_NAMES)[number]
