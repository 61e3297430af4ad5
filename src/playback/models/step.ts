/** The steps of an operation, where they are parts of their own. Each can be taken any number of times. */
export const STEPS = ['check', 'resize', 'announce'] as const

/** A step. */
export type Step = (typeof STEPS)[number]
