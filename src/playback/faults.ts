/** The parts of which one can be ended in the middle of a run. */
export const FAULTS = ['worker', 'connector', 'projector', 'mediator'] as const

/** A part that a run ends in the middle, once under each model that has it. */
export type Fault = (typeof FAULTS)[number]
