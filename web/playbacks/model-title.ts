import type { RunBody } from '../api/run.ts'

/** A model as a title, from its name: the run that tells more of it is not there yet. */
export function titleOfName(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The title that a model of a run has. */
export function titleOf({ models }: Pick<RunBody, 'models'>, name: string): string {
  return models.find((model) => model.name === name)?.title ?? titleOfName(name)
}
