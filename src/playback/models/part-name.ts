/** The parts of a model. `client` is who submits; `sweep` is who repairs what a fault left behind. */
export type PartName = 'client' | 'connector' | 'worker' | 'projector' | 'mediator' | 'sweep'
