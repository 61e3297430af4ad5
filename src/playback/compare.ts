import { catalogue } from '../errors/catalogue.ts'
import type { Operation } from '../operation/operation.ts'
import type { PlayedOperation } from './report.ts'

/**
 * What became of an operation in the sandbox, against what was recorded.
 * @param played undefined when the model never knew it
 * @param refusal why the model could not take it, if it could not
 */
export function compare(
  recorded: Operation,
  played: Operation | undefined,
  refusal?: string,
): Pick<PlayedOperation, 'outcome' | 'why'> {
  if (refusal !== undefined) return { outcome: 'refused', why: refusal }
  if (!played) return different('It never reached the store of this model.')
  if (played.error?.code === 'message-too-large') {
    return { outcome: 'refused', why: played.error.detail ?? catalogue['message-too-large'].sentence }
  }
  if (played.status !== recorded.status) {
    const reason = played.error ? `: ${catalogue[played.error.code].sentence}` : ''
    return different(`It was ${recorded.status} and is ${played.status} here${reason}.`)
  }
  if (recorded.status === 'failed') {
    if (recorded.error?.code === played.error?.code) return { outcome: 'equal' }
    return different(`It failed with ${recorded.error?.code}, and here with ${played.error?.code}.`)
  }
  if (recorded.result?.digest === played.result?.digest) return { outcome: 'equal' }
  if (recorded.engine !== played.engine) {
    return different(`Another engine made it: ${recorded.engine} then, ${played.engine} here. Its bytes may differ.`)
  }
  return different('The same engine made other bytes.')
}

const different = (why: string) => ({ outcome: 'different' as const, why })
